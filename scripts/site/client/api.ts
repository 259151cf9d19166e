// Requests to the workbook that serves this page.

const token = document.querySelector<HTMLMetaElement>('meta[name=workbook-token]')?.content ?? ''

/** What came of a request: its JSON, and the status for those who expect more than one. */
export interface Reply<T> {
  readonly status: number
  readonly body: T
}

/** Asks for JSON; a refusal is thrown in the server's words. `expected` statuses are none. */
export async function request<T>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  ...expected: readonly number[]
): Promise<Reply<T>> {
  const response = await fetch(`/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-workbook-token': token },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error('The workbook does not answer. Is "npm run docs" still running?')
  })
  if (!response.ok && !expected.includes(response.status)) throw new Error(await response.text())
  return { status: response.status, body: (await response.json()) as T }
}
