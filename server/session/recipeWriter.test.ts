import { describe, expect, it } from 'vitest'
import { setField } from '#shared/topology/edits.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { RecipeWriter } from './recipeWriter.ts'
import { SessionDriver, startOf } from './session.fixture.ts'

describe('RecipeWriter', () => {
  it('writes a recipe out once, however long its run goes on', () => {
    const { driver, keep, calls } = setUp()
    const first = keep('one', null)
    driver.session.control({ kind: 'run' })

    const later = Array.from({ length: 20 }, () => {
      driver.live(1000)
      return keep('another', 'one')
    })

    expect(first.text).not.toBeNull()
    expect(later.every(({ key, text }) => key === 'one' && text === null)).toBe(true)
    expect(later.map(({ untilMs }) => untilMs)).toEqual(
      later.map(({ untilMs }) => untilMs).sort((a, b) => a - b),
    )
    expect(later.at(-1)?.untilMs).toBeGreaterThan(19_000)
    expect(calls()).toBe(1)
  })

  it('writes it out again after an edit, a command, a reset', () => {
    const { driver, keep, calls } = setUp()
    keep('one', null)

    driver.session.edit(setField(['services', 'ledger', 'replicas'], 3, 'Set replicas'))
    const edited = keep('two', 'one')
    driver.session.change({ kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } })
    const struck = keep('three', 'two')
    driver.session.control({ kind: 'reset', seed: 11 })
    const reset = keep('four', 'three')

    const commands = [edited, struck, reset].map(({ text }) => read(text).recipe.commands.length)
    expect(commands).toEqual([1, 2, 0])
    expect(read(reset.text)).toMatchObject({ format: 'millrace-run/1', key: 'four', speed: 1 })
    expect(read(reset.text).recipe.seed).toBe(11)
    expect(calls()).toBe(4)
  })

  it('writes it out again where the last text did not come to the disk', () => {
    const { keep, calls } = setUp()
    keep('one', null)

    expect(keep('two', null).key).toBe('two')
    expect(keep('three', 'two').text).toBeNull()
    expect(calls()).toBe(2)
  })
})

function read(text: Uint8Array | null) {
  return JSON.parse(new TextDecoder().decode(text ?? new Uint8Array()))
}

function setUp() {
  let count = 0
  const writer = new RecipeWriter((value) => {
    count += 1
    return JSON.stringify(value)
  })
  const driver = new SessionDriver(startOf(exampleTopology()))
  const keep = (key: string, has: string | null) => {
    const outcome = driver.session.record()
    if (!outcome.ok) throw new Error(outcome.reason)
    return writer.kept(outcome.value, { key, has })
  }
  return { driver, keep, calls: () => count }
}
