-- Reads the chapters, brings tables, figures, callouts and tabsets into one shape for both writers,
-- numbers everything once and resolves cross-references. Problems are collected, never thrown.
local M = { problems = {}, refs = {}, labels = {} }

local READER = 'markdown-auto_identifiers-markdown_in_html_blocks'
local CALLOUTS = { note = true, tip = true, warning = true, important = true, caution = true }
local SPACE = '\u{a0}'

function M.problem(file, needle, found, expected, hint)
  table.insert(M.problems, { file = file, needle = needle, found = found, expected = expected, hint = hint })
end

local function div(classes, blocks, id, attributes)
  return pandoc.Div(blocks, pandoc.Attr(id or '', classes, attributes or {}))
end

local function without(list, value)
  return pandoc.List(list):filter(function(item) return item ~= value end)
end

local function inlines_of(blocks)
  return pandoc.utils.blocks_to_inlines(blocks, { pandoc.Space() })
end

-- Counting ---------------------------------------------------------------------------------------

local outside = { table = 0, figure = 0, equation = 0 } -- floats of unnumbered chapters, book-wide

local function counted(chapter, kind)
  local counts = chapter.number and chapter.counts or outside
  counts[kind] = (counts[kind] or 0) + 1
  return (chapter.number and chapter.number .. '.' or '') .. counts[kind]
end

local function remember(chapter, id, kind, number)
  local label = M.labels[kind] .. (number and SPACE .. number or '')
  M.refs[id] = M.refs[id] or { file = chapter.file, label = label, number = number }
  return label
end

local function heading_number(chapter, level, depth)
  local at = chapter.sections
  for deeper = level + 1, 6 do at[deeper] = 0 end
  at[level] = (at[level] or 0) + 1
  if level > depth then return nil end
  local parts = { chapter.number }
  for l = 2, level do table.insert(parts, tostring(at[l] or 0)) end
  return table.concat(parts, '.')
end

local function place_title(book, chapter, el)
  if chapter.title then
    M.problem(chapter.file, pandoc.utils.stringify(el), 'a second `# ` heading',
      'one `# Title {#sec-x}` per chapter', 'use ## for the sections below it')
    return
  end
  if not el.classes:includes('unnumbered') then
    book.chapters_so_far[chapter.kind] = (book.chapters_so_far[chapter.kind] or 0) + 1
    local n = book.chapters_so_far[chapter.kind]
    chapter.number = chapter.kind == 'appendix' and string.char(64 + n) or tostring(n)
  end
  chapter.title, chapter.id = el.content, el.identifier
end

local function header(book, chapter, el)
  local number
  if el.identifier == '' then
    M.problem(chapter.file, pandoc.utils.stringify(el), 'a heading without an id',
      'an id on every heading', 'write "' .. pandoc.utils.stringify(el) .. ' {#sec-something}"')
  end
  if el.level == 1 then
    place_title(book, chapter, el)
    number = chapter.number
  elseif chapter.number and not el.classes:includes('unnumbered') then
    number = heading_number(chapter, el.level, book.depth)
  end
  local kind = el.level > 1 and 'section' or chapter.kind
  local label = remember(chapter, el.identifier, kind, number)
  if not number then M.refs[el.identifier].label = pandoc.utils.stringify(el.content) end
  if el.level > 1 then
    table.insert(chapter.headings, { id = el.identifier, level = el.level, number = number, content = el.content })
  end
  el.attributes.number, el.attributes.label = number, label
  return el
end

-- Floats -----------------------------------------------------------------------------------------

local function float(chapter, kind, id, caption, body, classes)
  local label = id ~= '' and remember(chapter, id, kind, counted(chapter, kind)) or ''
  local made = div({ 'float', 'float-' .. kind }, {
    div({ 'caption' }, { pandoc.Plain(caption) }),
    div({ 'float-body' }, body),
  }, id, { label = label })
  local wide = classes:includes('landscape')
  made.classes:extend(without(classes, 'landscape'))
  return wide and div({ 'landscape' }, { made }) or made
end

local function float_div(chapter, kind, el)
  local body, caption = el.content:clone(), pandoc.Inlines {}
  local last = body[#body]
  if last and (last.t == 'Para' or last.t == 'Plain') and #body > 1 then
    caption = last.content
    body:remove(#body)
  elseif last and (last.t == 'Table' or last.t == 'Figure') then
    caption = inlines_of(last.caption.long)
    last.caption = { long = {} }
    if last.t == 'Figure' then body[#body] = last.content[1] end
  end
  if #caption == 0 then
    M.problem(chapter.file, '#' .. el.identifier, 'no caption',
      'a caption as the last paragraph of ::: {#' .. el.identifier .. '}')
  end
  local widths = el.attributes['tbl-colwidths']
  for _, block in ipairs(body) do
    if widths and block.t == 'Table' then block.attributes['tbl-colwidths'] = widths end
  end
  return float(chapter, kind, el.identifier, caption, body, el.classes)
end

local function column_widths(el)
  -- pandoc gives relative widths to long pipe tables; only widths the author stated count
  local stated = {}
  for width in (el.attributes['tbl-colwidths'] or ''):gmatch('[%d.]+') do
    table.insert(stated, tonumber(width) / 100)
  end
  el.attributes['tbl-colwidths'] = nil
  for i, spec in ipairs(el.colspecs) do
    el.colspecs[i] = { spec[1], stated[i] }
  end
end

local function plain_table(chapter, el)
  local caption = inlines_of(el.caption.long)
  if el.identifier == '' and #caption == 0 then
    column_widths(el)
    if el.classes:includes('framework') then
      for _, body in ipairs(el.bodies) do body.row_head_columns = 1 end
    end
    return el
  end
  local id, classes = el.identifier, el.classes:clone()
  if #caption == 0 then M.problem(chapter.file, '#' .. id, 'no caption', 'text before {#' .. id .. '}') end
  el.identifier, el.caption = '', { long = {} }
  el.classes = without(el.classes, 'landscape')
  return float(chapter, 'table', id, caption, { el }, classes)
end

local function image(chapter, el)
  local alt = el.attributes['fig-alt'] or el.attributes.alt or pandoc.utils.stringify(el.caption)
  if alt == '' then
    M.problem(chapter.file, el.src, 'an image without a description', 'fig-alt="what it shows"')
  end
  el.attributes['fig-alt'], el.attributes.alt = nil, nil
  el.caption = pandoc.Inlines { pandoc.Str(alt) }
  return el
end

local function figure(chapter, el)
  local caption = inlines_of(el.caption.long)
  pandoc.Blocks(el.content):walk { Image = function(img)
    if not img.attributes['fig-alt'] then
      M.problem(chapter.file, img.src, 'a figure without fig-alt',
        'fig-alt="what it shows"', 'the caption names a figure, the alternative text tells what it shows')
    end
  end }
  return float(chapter, 'figure', el.identifier, caption, el.content, el.classes)
end

local function equation(chapter, el)
  local last = el.content[#el.content]
  local id = last and last.t == 'Str' and last.text:match('^{#(eq%-[%w_-]+)}$')
  if not id then return nil end
  local number = counted(chapter, 'equation')
  remember(chapter, id, 'equation', number)
  local math = el.content:filter(function(item) return item.t == 'Math' end)
  return div({ 'equation' }, { pandoc.Plain(math) }, id, { number = number })
end

-- Callouts and tabsets ---------------------------------------------------------------------------

local function callout(el, kind)
  local body, title = el.content:clone(), nil
  if el.attributes.title then
    title = pandoc.utils.blocks_to_inlines(pandoc.read(el.attributes.title, READER).blocks)
  elseif body[1] and body[1].t == 'Header' then
    title = body[1].content
    body:remove(1)
  end
  title = title or pandoc.Inlines { pandoc.Str(M.labels[kind]) }
  return div({ 'callout' }, { div({ 'callout-title' }, { pandoc.Plain(title) }), div({ 'callout-body' }, body) },
    el.identifier, { kind = kind, collapse = el.attributes.collapse })
end

local function tabset(chapter, el)
  local tabs = pandoc.List {}
  for _, block in ipairs(el.content) do
    if block.t == 'Header' then
      tabs:insert(div({ 'tab' }, { div({ 'tab-title' }, { pandoc.Plain(block.content) }) }))
    elseif #tabs > 0 then
      tabs[#tabs].content:insert(block)
    else
      M.problem(chapter.file, 'panel-tabset', 'text before the first heading of a tabset',
        'a heading for each tab')
    end
  end
  return div({ 'tabset' }, tabs, el.identifier)
end

local function structured_div(chapter, el)
  if el.classes:includes('float') then return nil end
  local prefix = el.identifier:match('^(%a+)%-')
  if prefix == 'tbl' then return float_div(chapter, 'table', el) end
  if prefix == 'fig' then return float_div(chapter, 'figure', el) end
  if el.classes:includes('panel-tabset') then return tabset(chapter, el) end
  for _, class in ipairs(el.classes) do
    local kind = class:match('^callout%-(%a+)$')
    if kind and CALLOUTS[kind] then return callout(el, kind) end
  end
end

-- Chapters ---------------------------------------------------------------------------------------

function M.read(book, chapter)
  io.stderr:write('@@FILE ' .. chapter.file .. '\n') -- pandoc's warnings that follow belong here
  local doc = pandoc.read(chapter.text, READER)
  chapter.counts, chapter.sections, chapter.headings = {}, {}, {}
  if doc.meta.title then
    M.problem(chapter.file, 'title:', 'a title in a YAML block', '`# Title {#sec-x}` as the first line')
  end
  chapter.blocks = doc.blocks:walk {
    traverse = 'topdown',
    Header = function(el) return header(book, chapter, el) end,
    Div = function(el) return structured_div(chapter, el) end,
    Table = function(el) return plain_table(chapter, el) end,
    Figure = function(el) return figure(chapter, el) end,
    Image = function(el) return image(chapter, el) end,
    Para = function(el) return equation(chapter, el) end,
  }
  local first = chapter.blocks[1]
  if not (first and first.t == 'Header' and first.level == 1) then
    M.problem(chapter.file, '', 'no `# ` heading at the top', '`# Title {#sec-x}` as the first line')
  end
end

-- Cross-references -------------------------------------------------------------------------------

local function is_ref(id)
  local prefix = id:match('^(%a+)%-')
  return prefix == 'sec' or prefix == 'tbl' or prefix == 'fig' or prefix == 'eq'
end

local function ref_link(chapter, citation)
  local ref = M.refs[citation.id]
  if not ref then
    M.problem(chapter.file, '@' .. citation.id, '@' .. citation.id,
      'the id of a heading, table, figure or equation of the book',
      'no {#' .. citation.id .. '} is in any chapter; see its spelling')
    return pandoc.Str('?' .. citation.id)
  end
  local text = { pandoc.Str(ref.label) }
  if #citation.prefix > 0 then
    text = pandoc.Inlines(citation.prefix) .. { pandoc.Str(SPACE .. (ref.number or ref.label)) }
  elseif citation.mode == 'SuppressAuthor' then
    text = { pandoc.Str(ref.number or ref.label) }
  end
  local page = ref.file == chapter.file and '' or ref.file
  return pandoc.Link(text, page .. '#' .. citation.id, '', pandoc.Attr('', { 'xref' }))
end

local function resolve(chapter, cite)
  local refs = cite.citations:filter(function(c) return is_ref(c.id) end)
  if #refs == 0 then return nil end
  if #refs < #cite.citations then
    M.problem(chapter.file, '@' .. refs[1].id, 'cross-references and citations in one bracket',
      'brackets that hold only one of both')
  end
  local out = pandoc.Inlines {}
  for i, citation in ipairs(refs) do
    if i > 1 then out:extend { pandoc.Str(','), pandoc.Space() } end
    out:insert(ref_link(chapter, citation))
  end
  return out
end

function M.cross_reference(chapter)
  chapter.blocks = chapter.blocks:walk { Cite = function(el) return resolve(chapter, el) end }
end

return M
