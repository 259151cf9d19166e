import type { NewestRecords } from '../cluster-view/newest-records.ts'
import type { PartitionSeen } from '../cluster-view/snapshot.ts'
import { element } from './dom.ts'
import type { Drawn } from './keyed.ts'
import { recordTable } from './record-table.ts'

/** A group's place in a partition: the next offset to read. */
export interface Clip {
  readonly group: string
  readonly offset: number
}

const MOST_TICKETS = 40
const TICKET_PX = 36
const START_PX = 10

/** A partition: a rail with its newest tickets, its copies, and the places of groups. */
export class Rail implements Drawn<PartitionSeen> {
  readonly node = element('div', '', 'rail')
  readonly #led = element('span', '', 'led')
  readonly #chips = element('span', '', 'chips')
  readonly #before = element('span', '', 'before')
  readonly #tickets = element('div', '', 'tickets')
  readonly #clips = element('div', '', 'clips')
  readonly #opened = element('div', '', 'records')
  #low = 0
  #high = 0
  #places: readonly Clip[] = []

  constructor(partition: number, records: () => Promise<NewestRecords>) {
    const name = element('button', `Partition ${partition}`, 'name')
    name.type = 'button'
    name.setAttribute('aria-expanded', 'false')
    name.title = 'Show the newest records'
    name.onclick = () => void this.#open(name, records)
    const label = element('div', '', 'label')
    label.append(name, this.#led, this.#chips)
    this.#chips.setAttribute('role', 'img')
    this.#tickets.setAttribute('role', 'img')
    this.#opened.hidden = true
    this.node.append(label, element('div', '', 'bar'), this.#before, this.#tickets, this.#clips)
    this.node.append(this.#opened)
    // How many tickets fit is known once it is on the page.
    new ResizeObserver(() => this.#showTickets()).observe(this.node)
  }

  show({ leader, replicas, inSync, low, high }: PartitionSeen): void {
    this.#led.textContent = leader === null ? 'nobody leads it' : `led by kafka-${leader}`
    this.node.className = leader === null ? 'rail' : `rail of-${leader}`
    this.#showChips(replicas, inSync, leader)
    if (low === null || high === null) return // not known just now: what was shown stays
    this.#low = low
    this.#high = high
    this.#showTickets()
  }

  /** Hangs a mark below the next ticket of each group. */
  showClips(clips: readonly Clip[]): void {
    this.#places = clips
    this.#hangClips(Number(this.#tickets.dataset.first ?? 0))
  }

  #hangClips(first: number): void {
    const clips = this.#places
    while (this.#clips.children.length > clips.length) this.#clips.lastElementChild?.remove()
    for (const [index, { group, offset }] of clips.entries()) {
      const node = this.#clips.children[index] ?? this.#clips.appendChild(clipMark())
      const lag = Math.max(0, this.#high - offset)
      const at = Math.min(Math.max(offset - first, 0), MOST_TICKETS)
      ;(node as HTMLElement).style.setProperty('--at', `${START_PX + at * TICKET_PX}px`)
      const text = `${group}, next ${offset}, lag ${lag}`
      const said = node.lastElementChild
      if (said && said.textContent !== text) said.textContent = text
    }
  }

  #showChips(replicas: readonly number[], inSync: readonly number[], leader: number | null): void {
    const copies = [...replicas].sort()
    const described = copies.map((id) => {
      const state = inSync.includes(id) ? 'in sync' : 'out of sync'
      return `kafka-${id} ${id === leader ? 'leads' : state}`
    })
    this.#chips.setAttribute('aria-label', `copies: ${described.join(', ')}`)
    const key = described.join()
    if (this.#chips.dataset.key === key) return
    this.#chips.dataset.key = key
    this.#chips.replaceChildren(
      ...copies.map((id) => {
        const out = inSync.includes(id) ? '' : ' out'
        return element('span', `${id}`, `chip of-${id}${id === leader ? ' lead' : ''}${out}`)
      }),
    )
  }

  #showTickets(): void {
    const [low, high] = [this.#low, this.#high]
    const fit = Math.floor((this.node.clientWidth - START_PX) / TICKET_PX)
    const most = Math.max(4, Math.min(MOST_TICKETS, fit))
    const first = Math.max(low, high - most)
    this.#tickets.setAttribute('aria-label', describeLog(low, high))
    const older = first - low
    this.#before.textContent = older > 0 ? `… ${older.toLocaleString('en')} more before these` : ''
    const { dataset } = this.#tickets
    if (dataset.first === `${first}` && dataset.high === `${high}`) return
    dataset.first = `${first}`
    dataset.high = `${high}`
    this.#hangClips(first)
    const kept = new Map([...this.#tickets.children].map((one) => [one.textContent, one]))
    const wanted = Array.from({ length: high - first }, (_, index) => `${first + index}`)
    this.#tickets.replaceChildren(
      ...wanted.map((number) => kept.get(number) ?? element('span', number, 'ticket new')),
    )
  }

  async #open(button: HTMLElement, records: () => Promise<NewestRecords>): Promise<void> {
    const opening = this.#opened.hidden
    button.setAttribute('aria-expanded', `${opening}`)
    this.#opened.hidden = !opening
    if (!opening) return
    this.#opened.replaceChildren(element('p', 'Reading ...', 'said'))
    this.#opened.replaceChildren(
      await records().then(recordTable, (error: Error) => element('p', error.message, 'said')),
    )
  }
}

function clipMark(): HTMLElement {
  const node = element('div', '', 'clip')
  const mark = element('span', '▲', 'mark')
  mark.setAttribute('aria-hidden', 'true')
  node.append(mark, element('span'))
  return node
}

function describeLog(low: number, high: number): string {
  if (high === low) return `no records; the next offset is ${high}`
  return `records at offsets ${low} to ${high - 1}; the high watermark is ${high}`
}
