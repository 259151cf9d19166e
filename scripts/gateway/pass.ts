import type net from 'node:net'
import {
  limitVersions,
  namesNodes,
  onAnswers,
  onRequests,
  type Question,
  questionOf,
} from '../wire/index.ts'

const API_VERSIONS = 18
// More than any client has under way. Those that want no answer (acks: 0) would pile up.
const MOST_QUESTIONS = 1000

/** Puts other addresses into an answer that names nodes. */
export type Translate = (answer: Buffer, question: Question) => Promise<Buffer>

/**
 * Passes on what a client and a broker say to each other, until either hangs up. Answers keep
 * their order. A broker's connection on which the client left nothing unanswered is handed to
 * `spare`; otherwise it ends with the client's.
 */
export function pass(
  client: net.Socket,
  broker: net.Socket,
  translate: Translate,
  spare: () => void,
): void {
  const questions: Question[] = []
  let unanswered = 0
  let inOrder = Promise.resolve()
  const sayGoodbye = (): void => void inOrder.then(() => client.end())
  broker.once('close', sayGoodbye)
  client.once('close', () => {
    broker.off('close', sayGoodbye).removeAllListeners('data')
    if (unanswered === 0) spare()
    else broker.destroy()
  })
  onRequests(client, (request) => {
    const question = questionOf(request)
    if (question.apiKey === API_VERSIONS || namesNodes(question)) questions.push(question)
    if (questions.length > MOST_QUESTIONS) questions.shift()
    unanswered++
    broker.write(request)
  })
  onAnswers(broker, (answer) => {
    unanswered--
    const question = takeQuestion(questions, answer)
    if (question) limitVersions(answer, question)
    inOrder = inOrder.then(async () => {
      const passed = question ? await translate(answer, question).catch(() => undefined) : answer
      // Better none than one that sends the client where it cannot go.
      if (passed) client.write(passed)
      else client.destroy()
    })
  })
}

// Brokers answer in order: what was asked before has its answer already, or wants none.
function takeQuestion(questions: Question[], answer: Buffer): Question | undefined {
  const correlationId = answer.readInt32BE(4)
  const at = questions.findIndex((question) => question.correlationId === correlationId)
  return at < 0 ? undefined : questions.splice(0, at + 1).at(-1)
}
