// What a page does while the workbook runs: demo, exercise, and the cluster beside them.
import { request } from './api.ts'
import { mountClusterView } from './cluster-view.ts'
import { startDemoPanel } from './demo-panel.ts'
import type { ExerciseInPage } from './exercise.ts'
import { startWorkbench } from './workbench.ts'

const { lesson, canAct } = document.body.dataset

if (lesson) {
  startDemoPanel(lesson)
  const exercise = startWorkbench(lesson)
  const place = document.getElementById('cluster')
  if (place) startLiveView(lesson, place, exercise)
}

function startLiveView(lesson: string, place: HTMLElement, exercise?: ExerciseInPage): void {
  const view = mountClusterView(place, {
    lesson,
    canAct: canAct !== undefined,
    act: async (broker, action) => void (await request('POST', `brokers/${broker}/${action}`, {})),
    records: async (topic, partition) => {
      const query = new URLSearchParams({ topic, partition: `${partition}` })
      return (await request<never>('GET', `records?${query}`)).body
    },
  })
  let stream: EventSource | undefined
  // A browser allows a server six connections: pages that nobody looks at leave them to others.
  const connect = (): void => {
    stream?.close()
    stream = undefined
    if (document.hidden) return
    stream = new EventSource(`/api/live/${lesson}`)
    stream.addEventListener('cluster', ({ data }: MessageEvent<string>) =>
      view.show(JSON.parse(data)),
    )
    stream.addEventListener('exercise', ({ data }: MessageEvent<string>) => {
      void exercise?.changedOnDisk(JSON.parse(data).version)
    })
    stream.addEventListener('error', () => view.offline('The workbook does not answer.'))
  }
  document.addEventListener('visibilitychange', connect)
  connect()
}
