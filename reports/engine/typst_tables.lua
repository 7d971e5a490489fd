-- Writes a table as Typst: header rows that repeat, spans, row heads, fills by valence, and column widths
-- chosen from the text, since automatic columns squeeze short words in wide tables.
local M = {}

local ALIGN = { AlignRight = 'right', AlignCenter = 'center', AlignLeft = 'left', AlignDefault = 'left' }
local ROOM = { [false] = 96, [true] = 150 } -- characters of table text across a page, upright and landscape
local SHORT, LONG = 14, 70
local TALL = 700 -- longer cells may break across pages
local MARK = '2.3em' -- a column of marks in a grid: two lines of its turned head

local function raw(text) return pandoc.RawBlock('typst', text) end

local function cell_fill(cell)
  for _, class in ipairs(cell.classes) do
    local valence = class:match('^valence%-(%a+)$')
    if valence or class == 'not-told' then return 'fill: valence-fill("' .. (valence or class) .. '")' end
  end
end

local function arguments(cell)
  local out = {}
  if cell.col_span > 1 then table.insert(out, 'colspan: ' .. cell.col_span) end
  if cell.row_span > 1 then table.insert(out, 'rowspan: ' .. cell.row_span) end
  local fill = cell_fill(cell)
  if fill then table.insert(out, fill) end
  if cell.classes:includes('stale') then table.insert(out, 'stroke: stale-stroke')
  elseif cell.classes:includes('opens') then table.insert(out, 'stroke: opens-stroke') end
  if cell.classes:includes('turned') then table.insert(out, 'align: bottom') end
  if cell.alignment ~= 'AlignDefault' then table.insert(out, 'align: ' .. ALIGN[cell.alignment]) end
  return table.concat(out, ', ')
end

local function written_cell(out, cell, head, blocks, open)
  local given = arguments(cell)
  local wrap = cell.classes:includes('turned') and '#turned['
    or cell.classes:includes('opens') and '#narrow-head[' or '#head-cell['
  local before = (given ~= '' and 'table.cell(' .. given .. ')' or '') .. open .. (head and wrap or '')
  local after = (head and ']' or '') .. '],'
  local content = cell.contents
  if cell.identifier ~= '' then
    content = pandoc.Blocks { pandoc.Div(content, pandoc.Attr(cell.identifier)) }
  end
  local only = content[1]
  if #content == 0 or (#content == 1 and only.t == 'Plain') then
    local inlines = pandoc.Inlines { pandoc.RawInline('typst', before) }
    if only then inlines:extend(only.content) end
    inlines:insert(pandoc.RawInline('typst', after))
    out:insert(pandoc.Plain(inlines))
    return
  end
  for i, block in ipairs(content) do -- a Plain beside other blocks would run into them
    if block.t == 'Plain' then content[i] = pandoc.Para(block.content) end
  end
  out:insert(raw(before))
  out:extend(blocks(content))
  out:insert(raw(after))
end

-- Every column's longest cell and longest word, spanning cells left out. Heads may wrap, so they count by
-- word; `wraps` holds the columns whose head is longer than all below it.
local function measured(el)
  local longest, word, below, heads = {}, {}, {}, {}
  for i = 1, #el.colspecs do longest[i], word[i], below[i], heads[i] = 1, 1, 0, 0 end
  local function measure(rows, head)
    for _, row in ipairs(rows) do
      local at = 1
      for _, cell in ipairs(row.cells) do
        while below[at] and below[at] > 0 do below[at], at = below[at] - 1, at + 1 end
        if cell.col_span == 1 and longest[at] then
          local text = pandoc.utils.stringify(pandoc.utils.blocks_to_inlines(cell.contents, { pandoc.Space() }))
          local into = head and heads or longest
          into[at] = math.max(into[at], utf8.len(text) or #text)
          for w in text:gmatch('%S+') do word[at] = math.max(word[at], utf8.len(w) or #w) end
        end
        for _ = 1, cell.col_span do
          if below[at] then below[at] = cell.row_span - 1 end
          at = at + 1
        end
      end
      for i = at, #el.colspecs do if below[i] > 0 then below[i] = below[i] - 1 end end
    end
  end
  measure(el.head.rows, true)
  for _, body in ipairs(el.bodies) do measure(body.head); measure(body.body) end
  local wraps = {}
  for i, width in ipairs(longest) do
    longest[i] = math.max(width, word[i], math.min(heads[i], SHORT))
    wraps[i] = heads[i] > longest[i]
  end
  return longest, word, wraps
end

local function sum(list)
  local total = 0
  for _, value in ipairs(list) do total = total + value end
  return total
end

local function columns(el, landscape)
  local longest, word, wraps = measured(el)
  local room, gaps = ROOM[landscape], 3 * #el.colspecs
  local scale = math.max(0.72, math.min(1, (room - gaps) / sum(word)))
  local out = {}
  local fits = sum(longest) + gaps <= room / scale
  for i, spec in ipairs(el.colspecs) do
    local stated = type(spec[2]) == 'number' and spec[2] > 0
    if stated then out[i] = ('%.2ffr'):format(spec[2] * 100)
    elseif wraps[i] and longest[i] <= SHORT then out[i] = ('%.1fem'):format(longest[i] * 0.53 + 1)
    elseif fits or longest[i] <= SHORT then out[i] = 'auto'
    else out[i] = ('%.2ffr'):format(math.max(word[i], math.sqrt(math.min(longest[i], LONG * 4)) * 3)) end
  end
  return out, scale, math.max(table.unpack(longest)) < (#out > 3 and TALL or 2 * TALL)
end

-- pandoc's HTML reader makes equal widths up; only widths that differ were stated.
local function forget_equal_widths(el)
  local first = el.colspecs[1] and el.colspecs[1][2]
  for _, spec in ipairs(el.colspecs) do
    if spec[2] ~= first then return end
  end
  for i, spec in ipairs(el.colspecs) do el.colspecs[i] = { spec[1], nil } end
end

-- A grid of marks: narrow columns of one width beside the row heads.
local function grid_columns(el)
  local widths, aligned = { 'auto' }, { 'left' }
  for i = 2, #el.colspecs do widths[i], aligned[i] = MARK, 'center' end
  return widths, aligned
end

function M.write(el, blocks, open, landscape)
  forget_equal_widths(el)
  local widths, scale, whole = columns(el, landscape)
  local aligned = {}
  for i, spec in ipairs(el.colspecs) do aligned[i] = ALIGN[spec[1]] end
  if el.classes:includes('grid') then
    widths, aligned = grid_columns(el)
    scale, whole = 1, true
  end
  local out = pandoc.Blocks {}
  if #el.caption.long > 0 then out:extend(blocks(el.caption.long)) end
  out:insert(raw(('#data-table(scale: %.2f, whole-rows: %s, matrix: %s, grid: %s, columns: (%s,), align: (%s,),'):format(
    scale, tostring(whole), tostring(el.classes:includes('framework')), tostring(el.classes:includes('grid')),
    table.concat(widths, ', '), table.concat(aligned, ', '))))
  local function rows(list, head, row_heads, top)
    for _, row in ipairs(list) do
      -- a row of one cell across the table, or of the class `band`, heads those below it: it stays with
      -- them, and is repeated
      local across = #row.cells == 1 and #el.colspecs > 1 and row.cells[1].col_span == #el.colspecs
      local band = not top and (across or row.classes:includes('band'))
      if band then out:insert(raw('table.header(level: 2,')) end
      for i, cell in ipairs(row.cells) do
        written_cell(out, cell, head or across or i <= (row_heads or 0), blocks, open)
      end
      if band then out:insert(raw('),')) end
    end
  end
  out:insert(raw(#el.head.rows > 0 and 'table.header(top-rule,' or 'top-rule,'))
  rows(el.head.rows, true, nil, true)
  if #el.head.rows > 0 then out:insert(raw('head-rule,),')) end
  for _, body in ipairs(el.bodies) do
    rows(body.head, true)
    rows(body.body, false, body.row_head_columns)
  end
  rows(el.foot.rows, true)
  out:insert(raw('bottom-rule,)'))
  return out
end

return M
