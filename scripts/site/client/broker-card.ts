import type { BrokerSeen } from '../cluster-view/snapshot.ts'
import { element } from './dom.ts'
import type { Drawn } from './keyed.ts'

export type BrokerAction = 'stop' | 'kill' | 'pause' | 'start' | 'resume'
export type Act = (broker: number, action: BrokerAction) => Promise<void>

const words: Readonly<Record<BrokerAction, string>> = {
  stop: 'Stop',
  kill: 'Kill',
  pause: 'Pause',
  start: 'Start',
  resume: 'Resume',
}
const possible: Readonly<Record<BrokerSeen['state'], readonly BrokerAction[]>> = {
  up: ['stop', 'kill', 'pause'],
  paused: ['resume', 'kill'],
  stopped: ['start'],
  dead: ['start'],
}

/** A broker: its state, and what can be done to it. */
export class BrokerCard implements Drawn<BrokerSeen> {
  readonly node: HTMLElement
  readonly #state = element('span', '', 'state')
  readonly #outcome = element('span', '', 'said')
  readonly #buttons = new Map<BrokerAction, HTMLButtonElement>()

  constructor(id: number, { canAct, act }: { canAct: boolean; act: Act }) {
    this.node = element('section', '', `broker of-${id}`)
    this.node.setAttribute('aria-label', `kafka-${id}`)
    this.#outcome.setAttribute('role', 'status')
    this.node.append(element('b', `kafka-${id}`), this.#state)
    if (!canAct) return
    const row = element('div', '', 'actions')
    for (const [action, word] of Object.entries(words) as [BrokerAction, string][]) {
      const button = element('button', word)
      button.type = 'button'
      button.setAttribute('aria-label', `${word} kafka-${id}`)
      button.onclick = () => void this.#do(action, () => act(id, action))
      this.#buttons.set(action, button)
      row.append(button)
    }
    this.node.append(row, this.#outcome)
  }

  show({ state, controller }: BrokerSeen): void {
    this.#state.textContent = controller && state === 'up' ? 'up, controller' : state
    this.node.classList.toggle('away', state !== 'up')
    for (const [action, button] of this.#buttons) button.hidden = !possible[state].includes(action)
  }

  async #do(action: BrokerAction, act: () => Promise<void>): Promise<void> {
    this.#outcome.textContent = `${words[action]} ...`
    for (const button of this.#buttons.values()) button.disabled = true
    this.#outcome.textContent = await act().then(
      () => '',
      (error: Error) => error.message,
    )
    for (const button of this.#buttons.values()) button.disabled = false
  }
}
