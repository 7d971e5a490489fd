-- Citations and the list of references, by citeproc over the whole book.
local M = {}

-- The chapters that cite or hold the references, in order; what they cite; which one holds the references.
local function citing(book)
  local chapters, cited, refs = pandoc.List {}, pandoc.List {}, nil
  for _, chapter in ipairs(book.chapters) do
    local concerned = false
    chapter.blocks:walk {
      Div = function(el) if el.identifier == 'refs' then refs, concerned = chapter.file, true end end,
      Cite = function(el)
        concerned = true
        for _, citation in ipairs(el.citations) do cited:insert { file = chapter.file, id = citation.id } end
      end,
    }
    if concerned then chapters:insert(chapter) end
  end
  return chapters, cited, refs
end

local function missing_citations(doc, all, refs, problem)
  local known, missing, cited = {}, false, all[1]
  for _, reference in ipairs(pandoc.utils.references(doc)) do known[reference.id] = true end
  for _, citation in ipairs(all) do
    if not known[citation.id] then
      missing = true
      problem(citation.file, '@' .. citation.id, '@' .. citation.id, 'a key of the bibliography',
        'add the reference, or write \\@ for a plain @')
    end
  end
  if cited and not refs then
    problem(cited.file, '@' .. cited.id, 'citations, but no place for the references',
      'a chapter references.qmd with ::: {#refs}')
  end
  return missing
end

function M.cite(book, problem)
  local chapters, cited, refs = citing(book)
  local blocks = pandoc.Blocks {}
  for _, chapter in ipairs(chapters) do blocks:insert(pandoc.Div(chapter.blocks)) end
  local doc = pandoc.Pandoc(blocks, {
    bibliography = book.bibliography, csl = book.csl, lang = book.lang, ['link-citations'] = true,
  })
  if missing_citations(doc, cited, refs, problem) or not refs then return end
  doc = pandoc.utils.citeproc(doc)
  for i, chapter in ipairs(chapters) do
    chapter.blocks = doc.blocks[i].content:walk { Link = function(el)
      if chapter.file ~= refs and el.target:match('^#ref%-') then el.target = refs .. el.target end
      return el
    end }
  end
end

return M
