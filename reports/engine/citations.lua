-- Citations and the list of references, by citeproc over the whole book.
local M = {}

local function missing_citations(book, doc, problem)
  local known = {}
  for _, reference in ipairs(pandoc.utils.references(doc)) do known[reference.id] = true end
  local missing, cited, refs = false, nil, nil
  for _, chapter in ipairs(book.chapters) do
    chapter.blocks:walk {
      Div = function(el) if el.identifier == 'refs' then refs = chapter.file end end,
      Cite = function(el)
        for _, citation in ipairs(el.citations) do
          cited = cited or { file = chapter.file, id = citation.id }
          if not known[citation.id] then
            missing = true
            problem(chapter.file, '@' .. citation.id, '@' .. citation.id, 'a key of the bibliography',
              'add the reference, or write \\@ for a plain @')
          end
        end
      end,
    }
  end
  if cited and not refs then
    problem(cited.file, '@' .. cited.id, 'citations, but no place for the references',
      'a chapter references.qmd with ::: {#refs}')
  end
  return missing, refs
end

function M.cite(book, problem)
  local blocks = pandoc.Blocks {}
  for _, chapter in ipairs(book.chapters) do blocks:insert(pandoc.Div(chapter.blocks)) end
  local doc = pandoc.Pandoc(blocks, {
    bibliography = book.bibliography, csl = book.csl, lang = book.lang, ['link-citations'] = true,
  })
  local missing, refs = missing_citations(book, doc, problem)
  if missing or not refs then return end
  doc = pandoc.utils.citeproc(doc)
  for i, chapter in ipairs(book.chapters) do
    chapter.blocks = doc.blocks[i].content:walk { Link = function(el)
      if chapter.file ~= refs and el.target:match('^#ref%-') then el.target = refs .. el.target end
      return el
    end }
  end
end

return M
