import { expect, it } from 'vitest'
import { decodeFrame, encodeFrame } from '#shared/protocol/frame.ts'
import { NewestFrame } from './newestFrame.ts'

it('sends of all frames that have come meanwhile the newest alone, once', () => {
  const due: (() => void)[] = []
  const sent: ArrayBuffer[] = []
  const newest = new NewestFrame(
    (frame) => sent.push(frame),
    (work) => due.push(work),
  )
  const frames = Array.from({ length: 4 }, (_, n) => new ArrayBuffer(n))

  for (const frame of frames.slice(0, 3)) newest.show(frame)
  expect([sent.length, due.length]).toEqual([0, 1])
  due.shift()?.()
  newest.show(frames[3] as ArrayBuffer)
  due.shift()?.()

  expect(sent).toEqual([frames[2], frames[3]])
  expect(due).toEqual([])
})

it('puts what the overtaken ones tell into it', () => {
  const due: (() => void)[] = []
  const sent: ArrayBuffer[] = []
  const newest = new NewestFrame(
    (frame) => sent.push(frame),
    (work) => due.push(work),
  )

  for (const sequence of [1, 2, 3]) newest.show(frameOf(sequence))
  due.shift()?.()

  const [frame] = sent.map(decodeFrame)
  expect(sent).toHaveLength(1)
  expect(frame?.head.sequence).toBe(3)
  expect(frame?.rows.map(({ n }) => n)).toEqual([1, 2, 3])
})

it('sends what waits before other news, and not again', () => {
  const due: (() => void)[] = []
  const sent: ArrayBuffer[] = []
  const newest = new NewestFrame(
    (frame) => sent.push(frame),
    (work) => due.push(work),
  )
  newest.sendNow()
  newest.show(frameOf(1))

  newest.sendNow()
  newest.show(frameOf(2))
  for (const work of due) work()

  expect(sent.map((frame) => decodeFrame(frame)?.head.sequence)).toEqual([1, 2])
})

function frameOf(sequence: number): ArrayBuffer {
  const head = {
    dictionaryVersion: 1,
    sequence,
    nowNs: sequence,
    speed: 1,
    omittedRows: 0,
    firedPerSecond: 0,
    oneStoryIn: 1,
  }
  const none = { atNs: 0, kind: 0, attempt: 1, element: 0, origin: 0, key: -1, detail: 0 }
  const row = { ...none, n: sequence, rootOrigin: 0, rootN: sequence }
  return encodeFrame({ head, figures: new Float64Array(0), rows: [row] })
}
