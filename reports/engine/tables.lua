-- pandoc lua tables.lua: tables in HTML as JSON on stdin, the same in Typst as JSON on stdout.
package.path = pandoc.path.join { pandoc.path.directory(arg[0]), '?.lua' } .. ';' .. package.path
local typst = require 'typst'

io.write(pandoc.json.encode(typst.tables(pandoc.json.decode(io.read('a'), false))))
