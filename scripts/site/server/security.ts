import { timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** The largest request that is read, in bytes. */
export const MOST_BYTES = 256 * 1024

/** The header in which a page of ours shows that it is one. */
export const TOKEN_HEADER = 'x-workbook-token'

/**
 * Keeps other web pages from driving this server. A name that was pointed at 127.0.0.1 shows in
 * Host, a foreign page in Origin or Sec-Fetch-Site; whoever changes something must know the token,
 * which only a page of ours can read.
 */
export function onlyOwnPages(token: string): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return context.text('Wrong host.', 403)
    const origin = context.req.header('origin')
    if (origin !== undefined && origin !== `http://${host}`) {
      return context.text('Not from this page.', 403)
    }
    const site = context.req.header('sec-fetch-site') ?? 'none'
    const api = context.req.path.startsWith('/api/')
    if (api && site !== 'same-origin' && site !== 'none') {
      return context.text('Not from this page.', 403)
    }
    if (context.req.method !== 'GET' && !same(context.req.header(TOKEN_HEADER) ?? '', token)) {
      return context.text('This page is older than the workbook that runs. Load it again.', 403)
    }
    await next()
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Refuses large requests before they are read whole. */
export const onlySmall: MiddlewareHandler = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (context) => context.text('That is more than 256 kB.', 413),
})

/** Lets a page load nothing but what comes from here; styles of the editor carry the nonce. */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
