-- Writes the book as the body of one Typst document. Blocks are spliced flat: a Div inside a Typst
-- argument list would break it. `OPEN` keeps a leading "- " or "1." from becoming a list.
local tables = require 'typst_tables'
local M = {}

local OPTIONS = { wrap_text = 'none', highlight_method = 'none' }
local OPEN = '[#[];'
local VALENCES = { present = true, absent = true, mixed = true }
local UNPRINTED = { unseen = true, ['screen-only'] = true, ['cell-words'] = true } -- for screens and their readers
local MARKED = { ['quotation-source'] = 'quotation-source', ['cell-count'] = 'cell-count', ['not-told'] = 'not-told' }

local MARK = '\u{2}' -- around what Python fills in: no text holds it

local blocks, anchors, state

local function raw(text) return pandoc.RawBlock('typst', text) end
local function rawi(text) return pandoc.RawInline('typst', text) end

local function quoted(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('\n', ' ') .. '"'
end

local function wrap(before, inner, after)
  local out = pandoc.Blocks { raw(before) }
  out:extend(inner)
  out:insert(raw(after))
  return out
end

local function line(before, content, after)
  local inlines = pandoc.Inlines { rawi(before) }
  inlines:extend(content)
  inlines:insert(rawi(after))
  return pandoc.Plain(inlines)
end

local function label(id)
  if id == '' or not id then return '' end
  anchors[id] = true
  return ' #label(' .. quoted(id) .. ')'
end

local function anchor(id)
  if id == '' or not id then return {} end
  anchors[id] = true
  return { raw('#anchor(' .. quoted(id) .. ')') }
end

-- Blocks -----------------------------------------------------------------------------------------

local function numbering(number)
  return number and '(..) => ' .. quoted(number) or 'none'
end

local function header(el)
  return { line('#heading(level: ' .. el.level .. ', numbering: ' .. numbering(el.attributes.number) .. ')' .. OPEN,
    el.content, ']' .. label(el.identifier)) }
end

local function float(el)
  local kind = el.classes:includes('float-table') and 'table' or 'image'
  local caption = el.content[1].content[1].content
  local out = pandoc.Blocks { line('#float(' .. quoted(kind) .. ', ' .. quoted(el.attributes.label) .. ', ' .. OPEN,
    caption, '])[') }
  out:extend(blocks(el.content[2].content))
  out:insert(raw(']' .. label(el.identifier)))
  return out
end

local function callout(el)
  local out = pandoc.Blocks(anchor(el.identifier))
  out:insert(line('#callout(' .. quoted(el.attributes.kind) .. ', ' .. OPEN, el.content[1].content[1].content, '])['))
  out:extend(blocks(el.content[2].content))
  out:insert(raw(']'))
  return out
end

local function tab(el)
  local body = el.content:clone()
  body:remove(1)
  return wrap('#tab' .. OPEN, { pandoc.Plain(el.content[1].content[1].content) }, '][') .. blocks(body) .. { raw(']') }
end

local function equation(el)
  return pandoc.Blocks(anchor(el.identifier)) .. { line('#equation(' .. quoted('(' .. el.attributes.number .. ')') .. ')[',
    el.content[1].content, ']') }
end

local function landscape(el)
  local outer = state.landscape
  state.landscape = true
  local inner = blocks(el.content)
  state.landscape = outer
  return wrap('#page(flipped: true)[', inner, ']')
end

local function around(opener)
  return function(el) return pandoc.Blocks(anchor(el.identifier)) .. wrap(opener, blocks(el.content), ']') end
end

local FORMS = {
  float = float, callout = callout, tab = tab, equation = equation, landscape = landscape,
  quotation = around('#quotation['), refs = around('#references['),
  ['quotation-source'] = around('#quotation-source['),
  pagebreak = function() return { raw('#pagebreak(weak: true)') } end,
}

local function div(el)
  for _, class in ipairs(el.classes) do
    if FORMS[class] then return FORMS[class](el) end
  end
  return pandoc.Blocks(anchor(el.identifier)) .. blocks(el.content)
end

local function items(el)
  local outer = state.indented
  state.indented = true
  for i, item in ipairs(el.content) do el.content[i] = blocks(item) end
  state.indented = outer
  return { el }
end

-- On paper nothing opens: of a cell's quotations, their handles are printed, a line for each sub-theme.
local function handles(el)
  local out = pandoc.Blocks {}
  for _, group in ipairs(el.content) do
    local line, lead = pandoc.Inlines {}, nil
    for _, part in ipairs(group.content) do
      if part.content[1] and part.content[1].t == 'Strong' then
        lead = part.content[1].content
      else
        if #line > 0 then line:extend { pandoc.Str(','), pandoc.Space() } end
        line:extend(part.content:filter(function(item) return item.t ~= 'Space' or #part.content > 2 end))
      end
    end
    if lead then line = lead .. pandoc.Inlines { pandoc.Str(':'), pandoc.Space() } .. line end
    out:insert(pandoc.Para(line))
  end
  return out
end

local function unprinted(class) return UNPRINTED[class] end

local ON_PAPER = {
  Span = function(el) if el.classes:find_if(unprinted) then return {} end end,
  Plain = function(el) if #el.content == 0 then return {} end end,
  Div = function(el) if el.classes:includes('cell-passages') then return handles(el) end end,
}

local function raw_block(el)
  if el.format == 'typst' then return { el } end
  if el.format ~= 'html' then return {} end
  local at = not state.indented and state.beside[tostring(state.landscape)][el.text]
  if at then return { raw(MARK .. 'table ' .. at .. MARK) } end
  return blocks(pandoc.read(el.text, 'html').blocks:walk(ON_PAPER))
end

local HANDLERS = {
  Header = header, Div = div, RawBlock = raw_block, BulletList = items, OrderedList = items,
  Table = function(el) return tables.write(el, blocks, OPEN, state.landscape) end,
  BlockQuote = function(el) return wrap('#quote(block: true)[', blocks(el.content), ']') end,
  Figure = function(el) return blocks(el.content) end,
}

function blocks(list)
  local out = pandoc.Blocks {}
  for _, el in ipairs(list) do
    local handler = HANDLERS[el.t]
    if handler then out:extend(handler(el)) else out:insert(el) end
  end
  return out
end

-- Inlines ----------------------------------------------------------------------------------------

local function size(name, value)
  if not value then return '' end
  local number, unit = value:match('^([%d.]+)(%a*%%?)$')
  local units = { px = 'pt', pt = 'pt', cm = 'cm', mm = 'mm', ['in'] = 'in', em = 'em', ['%'] = '%', [''] = 'pt' }
  if not number or not units[unit] then return '' end
  local scaled = (unit == 'px' or unit == '') and tonumber(number) * 0.75 or number
  return ', ' .. name .. ': ' .. scaled .. units[unit]
end

local function image(el)
  local alt = pandoc.utils.stringify(el.caption)
  return rawi('#box(image(' .. quoted('/' .. el.src) .. ', alt: ' .. quoted(alt)
    .. size('width', el.attributes.width) .. size('height', el.attributes.height) .. '));')
end

local function span(el)
  local opener
  for _, class in ipairs(el.classes) do
    local valence = class:match('^valence%-(%a+)$')
    if UNPRINTED[class] then return {} end
    if VALENCES[valence] and #el.content == 0 then return rawi('#valence-dot(' .. quoted(valence) .. ');') end
    if VALENCES[valence] then opener = '#valence(' .. quoted(valence) .. ')[' end
    if MARKED[class] then opener = '#' .. MARKED[class] .. '[' end
  end
  local out = pandoc.Inlines {}
  if el.identifier ~= '' then
    anchors[el.identifier] = true
    out:insert(rawi('#anchor(' .. quoted(el.identifier) .. ');'))
  end
  if opener then out:insert(rawi(opener)) end
  out:extend(el.content)
  if opener then out:insert(rawi('];')) end
  return out
end

-- Typst reads "..." and a hyphen before a digit as shorthands; what people said stays as it is.
local function literal(el)
  local text = el.text
  if text:find('...', 1, true) or text:find('%-[%d?]') then return rawi('#' .. quoted(text) .. ';') end
end

local function raw_inline(el)
  if el.format == 'html' and el.text:match('^<br') then return pandoc.LineBreak() end
end

-- Only Python knows all anchors, those of the tables written beside too: it makes this a link, or only text.
local function link(el)
  local file, id = el.target:match('^([^#:]*%.qmd)#?(.*)$')
  if not file and not el.target:match('^#') then return nil end
  local out = pandoc.Inlines { rawi(MARK .. 'link ' .. (id ~= '' and id or file or el.target:sub(2)) .. MARK) }
  out:extend(el.content)
  out:insert(rawi(MARK .. 'end' .. MARK))
  return out
end

-- The book ---------------------------------------------------------------------------------------

local function parts(chapters)
  local out, last = {}, ''
  for _, chapter in ipairs(chapters) do
    if chapter.part ~= last and chapter.part ~= '' then
      table.insert(out, quoted(chapter.id) .. ': ' .. quoted(chapter.part))
    end
    last = chapter.part
  end
  return '(' .. (#out > 0 and table.concat(out, ', ') .. ',' or ':') .. ')'
end

local function written(all)
  all = all:walk { Image = image } -- before the strings of what describes it are made literal
  all = all:walk {
    Span = span, RawInline = raw_inline, Cite = function(el) return el.content end, Link = link, Str = literal,
  }
  return pandoc.write(pandoc.Pandoc(all), 'typst', OPTIONS)
end

local function begin(landscape, beside)
  state = { landscape = landscape, indented = false, beside = beside or { ['true'] = {}, ['false'] = {} } }
end

local function anchored()
  local out = pandoc.List {}
  for id in pairs(anchors) do out:insert(id) end
  return out
end

-- What another process writes beside: each of these tables by its text, upright and landscape apart.
local function places(given)
  local out = { ['true'] = {}, ['false'] = {} }
  for i, each in ipairs(given) do out[tostring(each.landscape)][each.text] = i end
  return out
end

function M.book(book)
  anchors = {}
  begin(false, places(book.beside))
  local all = pandoc.Blocks {}
  for _, chapter in ipairs(book.chapters) do
    all:insert(raw('#part-of-chapter.update(' .. quoted(chapter.part or '') .. ')'))
    all:extend(blocks(chapter.blocks))
  end
  local body = written(all)
  return { body = body, parts = parts(book.chapters), anchors = anchored() }
end

-- Tables in HTML, each for itself.
function M.tables(given)
  anchors = {}
  local out = pandoc.List {}
  for _, each in ipairs(given) do
    begin(each.landscape)
    out:insert((written(blocks { pandoc.RawBlock('html', each.text) }):gsub('\n+$', '')))
  end
  return { tables = out, anchors = anchored() }
end

return M
