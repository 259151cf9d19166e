// What every page has, live or from disk: search and copy buttons.
import { addCopyButtons } from './copy.ts'
import { startSearch } from './search-box.ts'

addCopyButtons()
startSearch()
