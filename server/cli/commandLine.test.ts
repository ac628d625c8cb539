import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalRecipeText, canonicalText } from '#shared/topology/canonical.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import { ENGINE_VERSION, RECIPE_FORMAT, type Recipe } from '#shared/topology/recipe.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation, type SimulationOptions } from '../simulation/simulation.ts'
import { typed, typedSlowly } from './typed.fixture.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  await writeFile(file('design.json'), canonicalText(exampleTopology()))
  await writeFile(file('run.json'), canonicalRecipeText(RECIPE))
  await writeFile(file('cannot-run.json'), canonicalText(cannotRun()))
  await writeFile(file('half.json'), '{ "format": "millrace/1",\n  "name" ')
})

afterAll(() => rm(folder, { recursive: true }))

describe('millrace run', () => {
  it('runs a topology with the seed and for the time given', async () => {
    const { code, out, err } = await typed(
      'run',
      file('design.json'),
      '--seed',
      '7',
      '--until',
      '5s',
    )

    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('5 s of virtual time, seed 7')
    expect(out).toContain(hashOf({ topology: exampleTopology(), seed: 7 }, 5))
  })

  it.each([
    ['5s', 5],
    ['0.5m', 30],
    ['1500ms', 1.5],
    ['1 min 1 s', 61],
  ])('understands --until %s', async (until, seconds) => {
    const { out } = await typed('run', file('design.json'), '--until', until, '--hash')

    expect(out).toBe(`${hashOf({ topology: exampleTopology(), seed: 1 }, seconds)}\n`)
  })

  it('prints the report as JSON', async () => {
    const { code, out } = await typed('run', file('design.json'), '--until=2s', '--json')

    const direct = new Simulation({ topology: exampleTopology(), seed: 1 })
    direct.advance(2_000_000_000)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(direct.report())))
  })

  it('runs a recipe with its own seed, commands and time', async () => {
    const { code, out } = await typed('run', file('run.json'), '--hash')

    expect([code, out]).toEqual([0, `${hashOf(RECIPE, 4)}\n`])
  })

  it('runs a recipe otherwise where that is asked', async () => {
    const { out } = await typed('run', file('run.json'), '--hash', '--seed=1', '--until=6s')

    expect(out).toBe(`${hashOf({ ...RECIPE, seed: 1 }, 6)}\n`)
  })

  it('warns of a recipe that another engine has recorded', async () => {
    await writeFile(file('old.json'), canonicalRecipeText({ ...RECIPE, engineVersion: '0.0.1' }))

    const { code, err } = await typed('run', file('old.json'), '--hash')

    expect(code).toBe(0)
    expect(err).toContain('recorded with engine 0.0.1')
  })

  it('says how far it is when it takes longer than a second', async () => {
    const quick = await typed('run', file('design.json'), '--until=3m', '--hash')
    const slow = await typedSlowly('run', file('design.json'), '--until=3m', '--hash')

    expect(quick.err).toBe('')
    expect(slow.err).toMatch(/^Simulated 00:0\d:\d\d\.\d{3} of 00:03:00\.000 \(\d+ %\)\n/)
    expect(slow.out).toBe(quick.out)
  })

  it.each([
    [[], '`millrace run` needs a file.'],
    [['nowhere.json'], 'There is no file nowhere.json.'],
    [['a.json', 'b.json'], "takes one file; 'b.json' is one too many."],
    [['a.json', '--sed', '7'], "Unknown option '--sed'"],
    [['a.json', '--seed'], 'argument missing'],
    [['a.json', '--seed', '-1'], "'--seed' argument is ambiguous"],
    [['a.json', '--seed', 'x'], "--seed takes a whole number from 0 to 4294967295, not 'x'."],
    [['a.json', '--seed', '4294967296'], '--seed takes a whole number'],
    [
      ['a.json', '--until', 'soon'],
      "--until takes a time such as 10m, 90s, 250ms or 1h not 'soon'.",
    ],
    [['a.json', '--until', '200d'], 'at most 104 days'],
    [['a.json', '--json', '--hash'], 'Choose one of --json and --hash.'],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await typed('run', ...args)

    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toContain('Try: millrace --help')
  })

  it.each([
    ['half.json', 'Line 2, column'],
    ['cannot-run.json', 'cannot run:\n'],
    ['.', 'is a folder; `millrace '],
  ])('explains what is wrong with %s', async (name, message) => {
    const { code, err } = await typed('run', file(name))

    expect(code).toBe(2)
    expect(err).toContain(message)
  })
})

describe('millrace compare', () => {
  it('runs a topology twice and says what differs', async () => {
    const args = ['compare', file('design.json'), '--channel', 'placed', '--to', 'sqsFifo']
    const { code, out, err } = await typed(...args, '--until', '2s')
    const json = await typed(...args, '--until', '2s', '--json')

    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^ +Apache Kafka +Amazon SNS\/SQS, FIFO\nPublished +\d+ +\d+\n/)
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, before: { name: 'Apache Kafka' } })
  })

  it.each([
    [[], 'Say which channel: --channel NAME.'],
    [['--channel', 'placed'], '--to takes one of kafka, rabbitClassic'],
    [['--channel', 'placed', '--to', 'nats'], "sqsFifo, not 'nats'."],
    [['--channel', 'nowhere', '--to', 'sqs'], "There is no channel 'nowhere'. Channels are "],
    [['--channel', 'placed', '--to', 'sqs', '--until', '2h'], 'at most 1 h of virtual time'],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await typed('compare', file('design.json'), ...args)

    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })
})

describe('millrace check', () => {
  it('lists what lint finds, and fails on errors alone', async () => {
    const good = await typed('check', file('design.json'))
    const bad = await typed('check', file('cannot-run.json'))

    expect([good.code, bad.code]).toEqual([0, 1])
    expect(good.out).toMatch(/design\.json: 0 errors, \d+ warnings?\n$/)
    expect(bad.out).toMatch(/^error: .*gone/m)
  })
})

describe('millrace', () => {
  it.each([[[]], [['--help']], [['run', '--help']], [['help']]])('helps with %j', async (args) => {
    const { code, out } = await typed(...args)

    expect(code).toBe(0)
    expect(out).toContain('millrace run FILE [options]')
  })

  it('knows no other commands', async () => {
    const { code, err } = await typed('simulate')

    expect(code).toBe(2)
    expect(err).toContain("There is no command 'simulate' and no folder of that name.")
  })
})

const RECIPE: Recipe = {
  format: RECIPE_FORMAT,
  engineVersion: ENGINE_VERSION,
  topology: exampleTopology(),
  seed: 11,
  untilMs: 4000,
  commands: [
    {
      atNs: 1_000_000_001,
      sequence: 0,
      change: { kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } },
    },
    {
      atNs: 2_000_000_001,
      sequence: 1,
      change: { kind: 'operate', channelId: 'email', operation: { kind: 'purge' } },
    },
    {
      atNs: 2_000_000_001,
      sequence: 2,
      change: { kind: 'seek', subscriptionId: 'payments-placed', to: { kind: 'earliest' } },
    },
    {
      atNs: 3_000_000_001,
      sequence: 3,
      change: { kind: 'fault', fault: { kind: 'nodeDown', channelId: 'placed', node: 0 } },
    },
  ],
}

function file(name: string): string {
  return join(folder, name)
}

function cannotRun(): Topology {
  const path = ['services', 'shop', 'sources', 'placed', 'channelId']
  const outcome = applyEdit(exampleTopology(), setField(path, 'gone', 'Break'))
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.topology
}

function hashOf(options: SimulationOptions, seconds: number): string {
  const direct = new Simulation(options)
  direct.advance(seconds * 1_000_000_000)
  return direct.hash()
}
