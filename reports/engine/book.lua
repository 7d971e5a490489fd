-- pandoc lua book.lua: a book as JSON on stdin, its numbered HTML fragments and Typst body as JSON on stdout.
package.path = pandoc.path.join { pandoc.path.directory(arg[0]), '?.lua' } .. ';' .. package.path
local structure = require 'structure'
local citations = require 'citations'
local html = require 'html'
local typst = require 'typst'

local book = pandoc.json.decode(io.read('a'), false)
book.chapters = pandoc.List(book.chapters)
book.chapters_so_far = {}
structure.labels = book.labels

for _, chapter in ipairs(book.chapters) do structure.read(book, chapter) end
for _, chapter in ipairs(book.chapters) do structure.cross_reference(chapter) end
citations.cite(book, structure.problem)

local result = { chapters = {}, problems = structure.problems }
for _, chapter in ipairs(book.chapters) do
  io.stderr:write('@@FILE ' .. chapter.file .. '\n')
  table.insert(result.chapters, html.chapter(chapter, book))
end
if book.typst and #structure.problems == 0 then
  io.stderr:write('@@PDF\n') -- maths that can't be converted has been reported for the HTML
  result.typst = typst.book(book)
end
io.write(pandoc.json.encode(result))
