// The door of the site room: the workbook as web pages.
export { looksAnd } from './assets.ts'
export { findChromium } from './chromium.ts'
export { escapeHtml } from './content/html.ts'
export { listen, type Served, serveWorkbook } from './serve.ts'
export { contentPolicy, onlyOwnPages } from './server/security.ts'
export { Streams } from './server/streams.ts'
export { buildStatic } from './static.ts'
