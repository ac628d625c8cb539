import { expect, it } from 'vitest'
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
