import type { NewestRecords, RecordShown } from '../cluster-view/newest-records.ts'
import type { BytesShown } from '../cluster-view/show-bytes.ts'
import { element } from './dom.ts'

/** The newest records of a partition, newest first. Whatever they hold is text. */
export function recordTable({ records, without }: NewestRecords): HTMLElement {
  const list = element('ol', '', 'record-list')
  for (const record of [...records].reverse()) list.append(item(record))
  if (records.length === 0) return element('p', 'There are no records.', 'said')
  if (without === 0) return list
  const whole = element('div')
  const also = `${without} offsets among these hold no record: marks of transactions, or compacted away.`
  whole.append(list, element('p', also, 'said'))
  return whole
}

function item({ offset, time, key, value, headers }: RecordShown): HTMLElement {
  const node = element('li')
  const parts = element('dl')
  parts.append(element('dt', 'key'), shown(key), element('dt', 'value'), shown(value))
  for (const header of headers) parts.append(element('dt', header.name), shown(header.value))
  node.append(element('b', `${offset}`), element('time', time), parts)
  return node
}

function shown(bytes: BytesShown | null): HTMLElement {
  if (!bytes) return element('dd', 'null', 'none')
  const { text, cut } = bytes
  return element('dd', cut ? `${text} … (${bytes.bytes.toLocaleString('en')} bytes)` : text)
}
