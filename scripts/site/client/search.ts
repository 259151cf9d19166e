// Loaded when somebody begins to search: the first page does not pay for it.
import MiniSearch from 'minisearch'
import './search-globals.ts'
import { searchOptions } from './search-options.ts'

const MOST = 8
const index = MiniSearch.loadJSON(window.workbookIndex ?? '', searchOptions)

window.workbookSearch = (words) =>
  index
    .search(words)
    .slice(0, MOST)
    .map(({ id, page, title }) => ({ id, page, title }))
