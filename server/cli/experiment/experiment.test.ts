import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalText } from '#shared/topology/canonical.ts'
import { planOf, queue } from '../../experiment/experiment.fixture.ts'
import { typed, typedSlowly } from '../typed.fixture.ts'
import { TaskProgress } from './taskProgress.ts'
import { ThreadPool } from './threadPool.ts'

const REPLICAS = ['--vary', 'services.receiver.replicas=1..3']
const RATE = 'services.sender.sources.source.arrivals.ratePerSecond'
const BRIEF = ['--until=1s', '--replications=3', '--threads=1']

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-experiment-'))
  await writeFile(file('queue.json'), canonicalText(queue(8)))
})

afterAll(() => rm(folder, { recursive: true }))

describe('millrace run --replications', () => {
  it('tells means with their intervals, and what they cannot tell', async () => {
    const { code, out, err } = await run('--until=5s', '--replications=3', '--threads=1')

    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(
      /^Sketch: 3 replications of 5 s, seed 1\. ± is a confidence interval of 95 %\./,
    )
    expect(out).toMatch(/^receiver +[\d.]+\/s ±[\d.]+\/s .* [\d.]+ % ±[\d.]+ %/m)
    expect(out).toMatch(/^! Too short to conclude: subscriptions\.work\.\w+ is known only to ±\d/m)
  })

  it('is the same on one thread and on two, and when it was merged from its parts', async () => {
    const options = ['--until=2s', '--replications=2', '--warm-up=10%', '--seed=7', '--json']
    const two = await run(...options, '--threads=2')
    const one = await run(...options, '--threads=1')
    for (const part of ['1', '2']) {
      const { out } = await run(...options, '--threads=1', '--replication', part)
      await writeFile(file(`run-${part}.json`), out)
    }
    const parts = [file('run-2.json'), file('run-1.json')]
    await typed('merge', ...parts, '--json', file('run.json'))

    expect(two.out).toBe(one.out)
    expect(await readFile(file('run.json'), 'utf8')).toBe(one.out)
    expect(JSON.parse(one.out)).toMatchObject({ points: [{ replications: [{}, {}] }] })
  })

  it('shows a bar when it takes longer than a second', async () => {
    const { err } = await typedSlowly('run', file('queue.json'), ...BRIEF, '--metric=services.*.*')

    expect(err).toMatch(/^█{8,15}░{9,16} 1 of 3 runs, about [\w ]+ left$/m)
  })

  it('lists the commands that it can be split into', async () => {
    const { code, out } = await run('--replications=2', '--seed=3', '--plan')

    expect(code).toBe(0)
    expect(out.split('\n')).toEqual([
      `millrace run ${file('queue.json')} --replications 2 --seed 3 --replication 1 --json > part-1.json`,
      `millrace run ${file('queue.json')} --replications 2 --seed 3 --replication 2 --json > part-2.json`,
      '',
    ])
  })

  it.each([
    [['--warm-up=5s'], '--warm-up goes with --replications, of which there are none.'],
    [['--replications=0'], '--replications takes a whole number from 1 to 10000, not '],
    [['--replications=2', '--hash'], '--hash is of one run'],
    [
      ['--replications=2', '--replication=3'],
      '--replication takes a whole number from 1 to 2, not',
    ],
    [['--replications=2', '--replication=1'], 'add --json'],
    [['--replications=2', '--warm-up=soon'], '--warm-up takes auto, none, a share such as 10%'],
    [['--replications=2', '--warm-up=11m'], 'leaves nothing of the run'],
    [['--replications=2', '--confidence=100'], '--confidence takes percent from 50 to 99.99'],
    [['--replications=2', '--threads=x'], '--threads takes a whole number from 1 to 256'],
    [['--replications=2', '--metric=services.*.utilization'], "Did you mean 'utilisation'?"],
    [['--replications=2', '--metric=services.x.utilisation'], "There is no 'x' in services."],
    [['--replications=9999'], 'The results would hold'],
    [['--replications=2', '--until=0s'], 'leaves nothing to measure'],
    [['--replications=2', '--html='], 'has no name'],
    [['--replications=2', '--html=/dev/null'], '/dev/null is no file that can be replaced'],
    [
      ['--replications=2', ...Array<string>(1001).fill('--metric=a')],
      '--metric is given 1001 times',
    ],
    [['--replications=2', `--metric=${'*a'.repeat(300)}`], '--metric takes up to 500 characters'],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await run(...args)

    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })
})

describe('millrace sweep', () => {
  it('tells of each value, with the same luck for all', async () => {
    const { code, out } = await sweep(
      ...REPLICAS,
      ...BRIEF,
      '--warm-up=none',
      '--metric=services.*.publishedPerSecond',
    )
    const rows = out.split('\n').filter((line) => /^\d /.test(line))

    expect(code).toBe(0)
    // Replicas change nothing about what comes: not even its last digit.
    const [first = '', ...others] = rows.map((row) => row.slice(1))
    expect(others).toEqual([first, first])
    expect(first).toMatch(/^ +0\/s +[\d.]+\/s ±[\d.]+\/s/)
  })

  it('is the same when it was merged from its points, page and all', async () => {
    await sweep(...REPLICAS, ...BRIEF, '--json', file('all.json'), '--html', file('all.html'))
    for (const point of ['3/3', '1/3', '2/3'])
      await sweep(...REPLICAS, ...BRIEF, '--point', point, '--json', file(`point-${point[0]}.json`))
    const parts = ['2', '3', '1'].map((point) => file(`point-${point}.json`))

    const { code, out } = await typed(
      'merge',
      ...parts,
      ...['--json', file('merged.json'), '--html', file('merged.html')],
    )

    expect(code).toBe(0)
    expect(out).toContain('receiver.replicas')
    for (const kind of ['json', 'html'])
      expect(await readFile(file(`merged.${kind}`), 'utf8')).toBe(
        await readFile(file(`all.${kind}`), 'utf8'),
      )
  })

  it('finds the smallest value that meets a limit, by halving', async () => {
    const found = await sweep(
      '--vary=services.receiver.replicas=1..12',
      ...['--until=5s', '--replications=3', '--threads=1'],
      ...['--find', 'services.receiver.utilisation < 30 %', '--metric=channels.*.depthMax'],
    )

    expect(found.code).toBe(0)
    expect(found.out).toContain(
      'services.receiver.replicas=3 is the smallest value of 1 to 12 that meets services.receiver.utilisation < 30 %.',
    )
    expect(found.out).toMatch(/^At 2 it is 40[.\d]* % ±[\d.]+ %\.$/m)
    expect(found.out).not.toMatch(/^(?:5|8|10) /m)
  })

  it('says when none meets it, and when it is not conclusive', async () => {
    const none = await sweep(...REPLICAS, ...BRIEF, '--find=services.receiver.utilisation<0.01')
    const close = await sweep(
      ...['--vary=services.receiver.replicas=1,2', ...BRIEF],
      '--find=services.sender.publishedPerSecond<100.5',
    )

    expect(none.code).toBe(1)
    expect(none.out).toContain(
      'None of the values from 1 to 3 meets services.receiver.utilisation<0.01.',
    )
    expect(close.code).toBe(1)
    expect(close.out).toContain('the bound lies inside the interval')
  })

  it('finds it for each combination of what else is varied', async () => {
    const found = await sweep(
      ...[`--vary=${RATE}=50,100,400`, '--vary=services.receiver.replicas=1..6'],
      ...['--until=5s', '--replications=3', '--threads=1', '--warm-up=none'],
      ...['--find', 'services.receiver.utilisation < 30 %', '--html', file('found.html')],
      '--metric=services.receiver.utilisation',
    )

    expect(found.code).toBe(1)
    expect(found.out).toContain(
      'The smallest services.receiver.replicas that meets services.receiver.utilisation < 30 %, and what was measured there:',
    )
    const rows = found.out
      .split('\n')
      .filter((line) => /^\d+ .*(?:\d|none up to \d) +[\d.]+ %/.test(line))
    const table = rows.slice(-3).map((row) => row.split(/ {2,}/))
    expect(table).toEqual([
      ['50', '2', expect.stringMatching(/^(?:19|20)[.\d]* % ±[\d.]+ %$/)],
      ['100', '3', expect.stringMatching(/^26[.\d]* % ±[\d.]+ %$/)],
      ['400', 'none up to 6', expect.stringMatching(/^5[1-4][.\d]* % ±[\d.]+ %$/)],
    ])
    // By halving: the ends and what lies between, not all of the eighteen points.
    expect(found.out).not.toMatch(/^400 +3 /m)
    const page = await readFile(file('found.html'), 'utf8')
    expect(page).toMatch(
      /<tr><th scope="row">100<\/th><td>3<\/td><td>26[.\d]* % ±[\d.]+ %<\/td><td>yes<\/td><\/tr>/,
    )
  })

  it('finds for each combination what it would find with that alone, in one go and from parts', async () => {
    const options = ['--until=1s', '--replications=2', '--threads=1', '--warm-up=none']
    const vary = [`--vary=${RATE}=50,100`, '--vary=services.receiver.replicas=1..3']
    const limit = '--find=services.receiver.utilisation<0.5'
    const all = [...vary, ...options]
    const { out } = await sweep(...all, limit, '--json=stdout')
    for (const point of [1, 2, 3, 4, 5, 6])
      await sweep(...all, `--point=${point}/6`, '--json', file(`of-${point}.json`))
    const parts = [3, 1, 6, 2, 5, 4].map((point) => file(`of-${point}.json`))
    const merged = await typed('merge', ...parts, limit, '--json=stdout')
    const { finding } = JSON.parse(out)

    expect(JSON.parse(merged.out).finding).toEqual(finding)
    expect(finding).toMatchObject({
      limit: 'services.receiver.utilisation<0.5',
      along: 'services.receiver.replicas',
      combinations: [{ values: { [RATE]: 50 } }, { values: { [RATE]: 100 } }],
    })
    for (const { values, ...found } of finding.combinations) {
      const drawing = file(`alone-${values[RATE]}.json`)
      await writeFile(drawing, canonicalText(queue(8, values[RATE])))
      const alone = await typed('sweep', drawing, vary[1] ?? '', ...options, limit, '--json=stdout')
      expect({ limit: finding.limit, ...found }).toEqual(JSON.parse(alone.out).finding)
    }
  })

  it('lists the commands that it can be split into', async () => {
    const { out } = await sweep("--vary=services.receiver.name=Anna's,B", '--plan', '--until', '1s')

    expect(out.split('\n')[1]).toBe(
      `millrace sweep ${file('queue.json')} --vary 'services.receiver.name=Anna'\\''s,B' --until 1s --replications 10 --point 2/2 --json part-2.json`,
    )
  })

  it.each([
    [[], 'Say what to vary: --vary services.payments.replicas=1..16.'],
    [['--vary=services.receivr.replicas=1..2'], "Did you mean 'receiver'?"],
    [['--vary=services.receiver.replicas=1.5,2'], 'With services.receiver.replicas=1.5:'],
    [['--vary=services.receiver.replicas=two'], 'With services.receiver.replicas=two:'],
    [['--vary=subscriptions.work.channelId=jobs,x'], 'With subscriptions.work.channelId=x'],
    [[...REPLICAS, ...REPLICAS], 'is given twice'],
    [Array.from({ length: 11 }, (_, n) => `--vary=x${n}=1`), '--vary is given 11 times'],
    [[...REPLICAS, '--json=report', '--html=./report'], './report would be written over report'],
    [
      [...REPLICAS, '--find=services.receiver.utilisation<1', '--point=1'],
      '--find chooses its points',
    ],
    [
      ['--vary=services.receiver.name=A,B', '--find=services.receiver.utilisation<1'],
      'to be numbers',
    ],
    [
      [...REPLICAS, '--vary=services.sender.name=A,B', '--find=services.receiver.utilisation<1'],
      '--find searches along the last --vary, and needs the values of services.sender.name to be numbers that grow: name last',
    ],
    [
      [
        '--vary=services.sender.replicas=1..101',
        ...REPLICAS,
        '--find=services.receiver.utilisation<1',
      ],
      'for each combination of the others, and these are 101; the most is 100. Vary less, or in larger steps.',
    ],
    [[...REPLICAS, '--point=1/3'], 'add --json part.json'],
    [[...REPLICAS, '--point=1/4', '--json=x'], 'this sweep has 3 points, not 4'],
    [
      ['--vary=services.receiver.replicas=1..40', '--vary=services.sender.replicas=1..40'],
      'These are 1600 points; the most is 1000.',
    ],
    [
      [...REPLICAS, ...BRIEF, '--json=/nowhere/at/all.json'],
      '/nowhere/at/all.json cannot be written: its folder does not exist.',
    ],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await sweep(...args)

    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })
})

describe('a file that is read', () => {
  it.each([
    ['run', '--replications=2', '--html'],
    ['sweep', ...REPLICAS, '--json'],
    ['merge', '--json'],
  ])('is never written over: %s', async (command, ...args) => {
    const drawing = file('queue.json')
    const link = file('link.json')
    const before = await readFile(drawing, 'utf8')
    await symlink(drawing, link)
    const { code, err } = await typed(command, drawing, ...args, link)
    await rm(link)

    expect(code).toBe(2)
    expect(err).toContain(`${link} would be written over ${drawing}: name another file.`)
    expect(await readFile(drawing, 'utf8')).toBe(before)
  })
})

describe('millrace merge', () => {
  it.each([
    [[], '`millrace merge` needs the parts'],
    [['nowhere.json'], 'There is no file nowhere.json.'],
    [['QUEUE'], 'cannot be merged. It is no result of an experiment'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await typed(
      'merge',
      ...args.map((arg) => (arg === 'QUEUE' ? file('queue.json') : arg)),
    )

    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  it('seeks nothing by a metric that its parts do not keep', async () => {
    await sweep(
      ...REPLICAS,
      ...BRIEF,
      '--metric=services.receiver.utilisation',
      '--json',
      file('m.json'),
    )
    const { code, err } = await typed('merge', file('m.json'), '--find=channels.jobs.depthMean<1')

    expect(code).toBe(2)
    expect(err).toContain(
      '--find: the parts do not keep channels.jobs.depthMean. Run them with --metric channels.jobs.depthMean too.',
    )
  })
})

describe('millrace metrics', () => {
  it('lists what can be measured, with what it means', async () => {
    const { code, out } = await typed('metrics', file('queue.json'))

    expect(code).toBe(0)
    expect(out).toMatch(/^subscriptions\.work\.waitP99Ms +99 % are no longer: from being stored/m)
    expect(out).toMatch(/^channels\.jobs\.depthMean +messages waiting, on average over time$/m)
  })
})

describe('ThreadPool', () => {
  it('says which replication broke off, and why', async () => {
    const topology = { ...queue(5), subscriptions: {} }
    const terminal = { out: () => {}, err: () => {}, isTerminal: false, nowMs: () => 0 }
    const pool = new ThreadPool(planOf({ topology }), 1, new TaskProgress(terminal))

    const failure = await pool.run([{ point: 0, replication: 3 }], () => {}).catch(String)
    await pool.close()

    expect(failure).toContain('Replication 4 broke off: ')
    expect(failure).toContain('every point of a plan was tried')
  })
})

function run(...args: readonly string[]) {
  return typed('run', file('queue.json'), ...args)
}

function sweep(...args: readonly string[]) {
  return typed('sweep', file('queue.json'), ...args)
}

function file(name: string): string {
  return join(folder, name)
}
