-- Writes one HTML fragment per chapter. Links keep their .qmd targets: Python checks and rewrites them.
local M = {}

local OPTIONS = { html_math_method = 'mathml', wrap_text = 'none', highlight_method = 'none' }

local function raw(text) return pandoc.RawBlock('html', text) end

local function escape(text)
  return (text:gsub('[&<>"]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }))
end

local function id(el) return el.identifier ~= '' and (' id="' .. escape(el.identifier) .. '"') or '' end

local function joined(...)
  local out = pandoc.Blocks {}
  for _, part in ipairs { ... } do
    if pandoc.utils.type(part) == 'Block' then out:insert(part) else out:extend(part) end
  end
  return out
end

local function inlines(content)
  return pandoc.write(pandoc.Pandoc { pandoc.Plain(content) }, 'html', OPTIONS)
end

local function header(el)
  local number, anchor = el.attributes.number, el.identifier
  el.attributes.number, el.attributes.label = nil, nil
  if number then
    el.content:insert(1, pandoc.RawInline('html', '<span class="section-number">' .. number .. '</span> '))
  end
  if el.level > 1 and anchor ~= '' then
    el.content:insert(pandoc.RawInline('html',
      '<a class="anchor" href="#' .. escape(anchor) .. '" aria-hidden="true" tabindex="-1"></a>'))
  end
  return el
end

local function scroll(blocks, label)
  return joined(raw('<div class="table-scroll" tabindex="0" role="group" aria-label="' .. escape(label) .. '">'),
    blocks, raw('</div>'))
end

local function with_scope(rows, scope, columns)
  for _, row in ipairs(rows) do
    for i, cell in ipairs(row.cells) do
      if not columns or i <= columns then cell.attributes.scope = scope end
    end
  end
end

local function scoped_table(el, label)
  local head = el.head
  with_scope(head.rows, 'col')
  el.head = head
  local bodies = el.bodies
  for _, body in ipairs(bodies) do
    if body.row_head_columns > 0 then with_scope(body.body, 'row', body.row_head_columns) end
  end
  el.bodies = bodies
  return scroll({ el }, label)
end

-- What scrolls inside a numbered table is named after it.
local function named(blocks, label)
  for _, block in ipairs(blocks) do
    if block.t == 'RawBlock' and block.text:match('^<div class="table%-scroll"') then
      block.text = block.text:gsub('aria%-label="[^"]*"', 'aria-label="' .. escape(label) .. '"')
    end
  end
  return blocks
end

local function float(el)
  local caption, label = el.content[1].content[1], el.attributes.label
  local body = label ~= '' and named(el.content[2].content, label) or el.content[2].content
  local classes = escape(table.concat(el.classes, ' '))
  local lead = label ~= '' and '<span class="float-label">' .. label .. '</span> ' or ''
  local said = #caption.content == 0 and lead == '' and pandoc.Blocks {} or
    joined(raw('<figcaption>' .. lead), pandoc.Plain(caption.content), raw('</figcaption>'))
  local open, close = raw('<figure class="' .. classes .. '"' .. id(el) .. '>'), raw('</figure>')
  if el.classes:includes('float-table') then return joined(open, said, body, close) end
  return joined(open, body, said, close)
end

local function callout(el)
  local kind = el.attributes.kind
  local folds = el.attributes.collapse
  local outer, inner = 'div', 'p'
  local state = ' role="note"'
  if folds then outer, inner, state = 'details', 'summary', folds == 'false' and ' open' or '' end
  return joined(
    raw('<' .. outer .. ' class="callout callout-' .. kind .. '"' .. id(el) .. state .. '>'
      .. '<' .. inner .. ' class="callout-title">'),
    el.content[1].content, raw('</' .. inner .. '><div class="callout-body">'),
    el.content[2].content, raw('</div></' .. outer .. '>'))
end

local function tab(el)
  local title = el.content[1].content
  el.content:remove(1)
  return joined(raw('<section class="tab"><p class="tab-title">'), title, raw('</p>'), el.content, raw('</section>'))
end

local function equation(el)
  return joined(raw('<div class="equation"' .. id(el) .. '>'), el.content,
    raw('<span class="equation-number">(' .. el.attributes.number .. ')</span></div>'))
end

local FORMS = { float = float, callout = callout, tab = tab, equation = equation }

local function fragment(chapter, book)
  local blocks = chapter.blocks:walk {
    Header = header,
    Table = function(el) return scoped_table(el, book.labels.table) end,
    RawBlock = function(el)
      if el.format == 'html' and el.text:match('<table') then return scroll({ el }, book.labels.table) end
    end,
    Div = function(el)
      for _, class in ipairs(el.classes) do
        if FORMS[class] then return FORMS[class](el) end
      end
    end,
  }
  return pandoc.write(pandoc.Pandoc(blocks), 'html', OPTIONS)
end

function M.chapter(chapter, book)
  local headings = {}
  for _, heading in ipairs(chapter.headings) do
    table.insert(headings, { id = heading.id, level = heading.level, number = heading.number or '',
      html = inlines(heading.content) })
  end
  local title = chapter.title or {}
  return {
    file = chapter.file, id = chapter.id or '', number = chapter.number or '', part = chapter.part or '',
    title = pandoc.utils.stringify(title), title_html = inlines(title),
    headings = headings, html = fragment(chapter, book),
  }
end

return M
