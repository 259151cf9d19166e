/** What the scripts of a page hand one another: those from disk cannot import. */
declare global {
  interface Window {
    workbookIndex?: string
    workbookSearch?: (words: string) => { id: string; page: string; title: string }[]
  }
}

export {}
