import { describe, expect, it } from 'vitest'
import type { RunState } from '#shared/protocol/protocol.ts'
import { startedRun } from '#shared/protocol/startedRun.ts'
import { messageOf } from './runMessage.ts'

describe('the message of a run', () => {
  it('says nothing of a run that does what one expects', () => {
    expect(messageOf(run({}))).toBe(null)
  })

  it('says where a run is that has gone back, and what comes of a change', () => {
    const message = messageOf(run({ nowNs: 5e9, recordedNs: 65e9 }))

    expect(message).toEqual({
      tone: 'info',
      title: 'You are at 00:00:05.000 of 00:01:05.000.',
      text: 'The run repeats what is recorded. Change anything, and it goes another way from here.',
      action: 'toEnd',
    })
  })

  it('says when the drawing on show is not the one that ran then', () => {
    expect(messageOf(run({ nowNs: 5e9, recordedNs: 9e9, edited: true }))).toMatchObject({
      text: 'The drawing has been edited since: what runs here is the drawing as it was then.',
      action: 'runDrawing',
    })
    expect(messageOf(run({ edited: true }))).toMatchObject({ action: 'runDrawing' })
  })

  it('says what it has paused at', () => {
    const pausedAt = {
      breakpointId: 'a',
      atNs: 5e9,
      text: 'payments-dlq got order-placed #42',
      place: null,
      event: null,
    }
    expect(messageOf(run({ pausedAt, nowNs: 5e9, recordedNs: 9e9 }))).toEqual({
      tone: 'info',
      title: 'Paused at breakpoint at 00:00:05.000:',
      text: 'payments-dlq got order-placed #42.',
      action: 'showHit',
    })
  })

  it('says first what keeps it from running at all', () => {
    const past = { nowNs: 5e9, recordedNs: 9e9 }

    expect(messageOf(run({ ...past, behind: true }))).toMatchObject({ action: 'problems' })
    expect(messageOf(run({ ...past, status: 'ended', reason: 'Full.' }))).toMatchObject({
      text: 'Full.',
      action: 'reset',
    })
  })
})

function run(state: Partial<RunState>): RunState {
  return startedRun({ nowNs: 9e9, recordedNs: 9e9, ...state })
}
