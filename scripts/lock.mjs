// One command at a time installs, downloads or starts brokers. The lock is a listening port of
// this clone, not a file: the kernel frees it however its holder ends, so it cannot go stale.
// Plain JavaScript without dependencies, because install.mjs needs it before anything is installed.
import net from 'node:net'
import { cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

const GREETING = 'kafka-workbook '
const GREETING_TIMEOUT_MS = 3000
// npm answers between two pieces of its work: seen to take more than 3 s on a busy machine.
const GREETING_WHEN_BUSY_MS = 15_000
const MOST_SILENCES = 20

/** The first digits of every port this clone uses; the last digit tells them apart. */
export function portPrefix(env = process.env) {
  const text = env.WORKBOOK_PORTS || '1909'
  const last = Number(`${text}9`)
  if (!/^[1-9]\d+$/.test(text) || Number(text) < 103 || last > 65535) {
    throw Object.assign(new Error(`WORKBOOK_PORTS is "${text}".`), { code: 'BAD_PORTS' })
  }
  return text
}

/** The port whose holder may change this clone's installation or cluster. */
export function lockPort(env = process.env) {
  return Number(`${portPrefix(env)}0`)
}

/**
 * Waits until no other command holds the lock, then holds it until `release` or the end of the
 * process.
 * @param {{ doing: string, onWait: (holder: string) => void, port?: number }} options
 * `doing` is told to whoever waits; `onWait` is told what the holder does.
 * @returns {Promise<{ release: () => Promise<void> }>}
 */
export async function acquireLock({ doing, onWait, port = lockPort() }) {
  for (let silences = 0; ; ) {
    const held = await tryListen(port, `${GREETING}${doing} (pid ${process.pid})`)
    if (held) return held
    const holder = await callHolder(port)
    if (holder === 'gone' && silences++ < MOST_SILENCES) {
      await pause(10)
      continue
    }
    if (holder === 'gone' || holder === 'stranger') {
      throw Object.assign(new Error(`Port ${port} is taken.`), { code: 'PORT_TAKEN', port })
    }
    onWait(holder.doing)
    await holder.ended
  }
}

/**
 * What the holder of the lock says it does, or 'nobody', or 'stranger' when the port belongs to
 * another program. Takes nothing.
 * @param {number} port
 */
export async function whoHolds(port) {
  const holder = await callHolder(port)
  if (holder === 'gone') return 'nobody'
  if (holder === 'stranger') return 'stranger'
  holder.leave()
  return holder.doing
}

/**
 * @param {number} port
 * @param {string} greeting
 * @returns {Promise<{ release: () => Promise<void> } | undefined>}
 */
function tryListen(port, greeting) {
  /** @type {Set<net.Socket>} */
  const waiting = new Set()
  const server = net.createServer((socket) => {
    waiting.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => waiting.delete(socket))
    socket.unref()
    socket.write(`${greeting}\n`)
  })
  const release = () =>
    new Promise((resolve) => {
      server.close(() => resolve(undefined))
      for (const socket of waiting) socket.destroy()
    })
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.unref()
      resolve({ release: () => release().then(() => undefined) })
    })
  })
}

/**
 * @param {number} port
 * @returns {Promise<'gone' | 'stranger' | { doing: string, ended: Promise<void>, leave: () => void }>}
 */
function callHolder(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' })
    /** @type {Promise<void>} */
    const ended = new Promise((done) => socket.once('close', () => done()))
    let heard = ''
    let timedOut = false
    const isBusy = (loadavg()[0] ?? 0) > cpus().length
    socket.setTimeout(isBusy ? GREETING_WHEN_BUSY_MS : GREETING_TIMEOUT_MS, () => {
      timedOut = true
      socket.destroy()
    })
    socket.on('data', (chunk) => {
      heard += chunk.toString()
      if (!GREETING.startsWith(heard.slice(0, GREETING.length))) socket.destroy()
      if (!heard.startsWith(GREETING) || !heard.includes('\n')) return
      socket.setTimeout(0)
      const leave = () => void socket.destroy()
      resolve({ doing: heard.slice(GREETING.length).trim(), ended, leave })
    })
    socket.on('error', () => {})
    // Closed without a word: the holder ended just now, or, when that repeats, it is no workbook.
    socket.once('close', () => resolve(heard === '' && !timedOut ? 'gone' : 'stranger'))
  })
}
