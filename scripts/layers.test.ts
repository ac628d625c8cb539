import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importsOf } from './imports.ts'
import { layerFindings } from './layers.ts'
import { layerFindingsOf } from './repository.ts'
import { rooms } from './rooms.ts'

describe('the rooms of this repository', () => {
  it('stand in a table that has no cycle itself', () => {
    const table = new Map(
      rooms
        .filter(({ isFlat, path }) => !isFlat && path !== 'client/app' && path !== 'scripts')
        .map(({ path, imports }) => [
          `${path}/room.ts`,
          imports.flatMap((pattern) =>
            rooms
              .filter((room) => !room.isFlat && matchesRoom(pattern, room.path))
              .map((room) => `/${room.path}/room.ts`),
          ),
        ]),
    )

    expect(layerFindings(table)).toEqual([])
  })
})

describe('layerFindingsOf', () => {
  it('reads the files of a folder, and finds what was planted there', () => {
    const root = mkdtempSync(join(tmpdir(), 'millrace-layers-'))
    mkdirSync(join(root, 'client/store'), { recursive: true })
    mkdirSync(join(root, 'node_modules/zod'), { recursive: true })
    writeFileSync(
      join(root, 'client/store/run.ts'),
      "import type { SimTime } from '../../server/engine/time.ts'\n",
    )
    writeFileSync(join(root, 'node_modules/zod/index.mjs'), "import '../../server/main.ts'\n")

    const found = layerFindingsOf(root)
    rmSync(root, { recursive: true })

    expect(found).toEqual([
      'client/store/run.ts imports server/engine/time.ts: client/store may import only shared/*.',
    ])
  })
})

describe('layerFindings', () => {
  it('lets a room import itself, what the table says, and its packages', () => {
    expect(
      findings({
        'server/engine/kernel.ts': ['./ring.ts', '#shared/lib/assert.ts'],
        'server/session/session.ts': ['node:worker_threads', '../simulation/simulation.ts'],
        'server/main.ts': ['./transport/app.ts', './session/session.ts', 'node:http'],
        'client/canvas/nodes/ServiceNode.tsx': ['../../ui/Icon.tsx', 'react', './node.css'],
        'client/main.tsx': ['./app/App.tsx', 'react-dom/client', '@fontsource-variable/inter'],
        'e2e/specs/run.spec.ts': ['../pages/designer.ts', '@playwright/test'],
        'scripts/layers.test.ts': ['../server/main.ts', 'vitest'],
      }),
    ).toEqual([])
  })

  it('refuses a room that the table does not name', () => {
    expect(findings({ 'server/engine/kernel.ts': ['../broker/channel.ts'] })).toEqual([
      'server/engine/kernel.ts imports server/broker/channel.ts: server/engine may import only shared/lib.',
    ])
    expect(findings({ 'shared/schemas/eventType.ts': ['#shared/topology/topology.ts'] })).toEqual([
      'shared/schemas/eventType.ts imports shared/topology/topology.ts: shared/schemas may import only shared/lib.',
    ])
    expect(findings({ 'client/canvas/Canvas.tsx': ['../inspector/Inspector.tsx'] })).toEqual([
      'client/canvas/Canvas.tsx imports client/inspector/Inspector.tsx: client/canvas may import only client/store, client/connection, client/ui, shared/*.',
    ])
    expect(findings({ 'server/session/session.ts': ['../main.ts'] })).toEqual([
      'server/session/session.ts imports server/main.ts: server/session may import only server/simulation, server/threads, shared/*.',
    ])
  })

  it('keeps client and server apart, both ways', () => {
    expect(findings({ 'client/store/run.ts': ['../../server/engine/time.ts'] })).toEqual([
      'client/store/run.ts imports server/engine/time.ts: client/store may import only shared/*.',
    ])
    expect(findings({ 'server/main.ts': ['../client/main.tsx'] })).toEqual([
      'server/main.ts imports client/main.tsx: server may import only server/*, shared/*.',
    ])
    expect(findings({ 'shared/lib/assert.ts': ['../../client/ui/Icon.tsx'] })).toHaveLength(1)
  })

  it('refuses packages where they do not belong, except in tests', () => {
    expect(
      findings({
        'server/simulation/journal.ts': ['node:fs'],
        'server/simulation/journal.test.ts': ['node:fs', 'vitest', 'fast-check'],
        'client/app/App.tsx': ['express'],
        'shared/lib/id.ts': ['node:crypto'],
        'bin/prepare.mjs': ['zod'],
      }),
    ).toEqual([
      'server/simulation/journal.ts imports node:fs: server/simulation may import nothing from outside.',
      expect.stringMatching(/^client\/app\/App\.tsx imports express: client\/app may import only /),
      'shared/lib/id.ts imports node:crypto: shared/lib may import only zod from outside.',
      'bin/prepare.mjs imports zod: bin may import only node:*, vite from outside.',
    ])
  })

  it('refuses a test that is imported by what it tests', () => {
    expect(
      findings({
        'server/broker/queue.ts': ['./channel.conformance.ts'],
        'server/broker/queue.test.ts': ['./channel.conformance.ts'],
      }),
    ).toEqual([
      'server/broker/queue.ts imports server/broker/channel.conformance.ts: only tests import tests.',
    ])
  })

  it('lets tests read the examples, and nothing else of the rooms below', () => {
    expect(
      findings({
        'server/broker/queue.ts': ['../../examples/hello-queue.json'],
        'server/broker/queue.test.ts': ['../../examples/hello-queue.json'],
      }),
    ).toEqual([
      'server/broker/queue.ts imports examples/hello-queue.json: server/broker may import only server/engine, shared/lib, shared/schemas.',
    ])
  })

  it('refuses a file or a target that lies in no room', () => {
    expect(
      findings({ 'server/misc/things.ts': [], 'server/main.ts': ['./misc/things.ts'] }),
    ).toEqual([
      'server/misc/things.ts lies in no room: move it, or add its folder to scripts/rooms.ts.',
      'server/main.ts imports server/misc/things.ts, which lies in no room.',
    ])
  })

  it('finds a cycle, and names the way round', () => {
    expect(
      findings({
        'server/engine/a.ts': ['./b.ts'],
        'server/engine/b.ts': ['./c.ts', './d.ts'],
        'server/engine/c.ts': ['./a.ts'],
        'server/engine/d.ts': ['./d.ts'],
      }),
    ).toEqual([
      'Cycle: server/engine/a.ts → server/engine/b.ts → server/engine/c.ts → server/engine/a.ts.',
      'Cycle: server/engine/d.ts → server/engine/d.ts.',
    ])
  })

  it('takes two ways to one file for no cycle', () => {
    expect(
      findings({
        'server/engine/a.ts': ['./b.ts', './c.ts'],
        'server/engine/b.ts': ['./c.ts'],
        'server/engine/c.ts': [],
      }),
    ).toEqual([])
  })
})

describe('importsOf', () => {
  it('sees every way to reach for a file', () => {
    const text = `
      import { a } from './static.ts'
      import type { B } from './types.ts'
      import './styles.css'
      export { c } from './named.ts'
      export * from './all.ts'
      export type { D } from './exportedTypes.ts'
      const e = await import('./dynamic.ts')
      type F = import('./importType.ts').F
      const g = new URL('./worker.ts', import.meta.url)
      const h = new URL(built ? './built.js' : './source.ts', import.meta.url)
    `

    expect(importsOf('server/session/session.ts', text)).toEqual([
      './static.ts',
      './types.ts',
      './styles.css',
      './named.ts',
      './all.ts',
      './exportedTypes.ts',
      './dynamic.ts',
      './importType.ts',
      './worker.ts',
      './built.js',
      './source.ts',
    ])
  })

  it('is not deceived by comments, strings and other addresses', () => {
    const text = `
      // import { a } from './comment.ts'
      const text = "import { b } from './string.ts'"
      const url = new URL('/api', 'http://127.0.0.1')
      const view = <p>import x from './text.ts'</p>
    `

    expect(importsOf('client/app/App.tsx', text)).toEqual([])
  })

  it('leads from the built name of a file to its source', () => {
    expect(
      findings({
        'server/session/session.ts': ['./worker.js'],
        'server/session/worker.ts': ['./session.ts'],
      }),
    ).toEqual([
      'Cycle: server/session/session.ts → server/session/worker.ts → server/session/session.ts.',
    ])
  })
})

function findings(files: Record<string, readonly string[]>): string[] {
  return layerFindings(new Map(Object.entries(files)))
}

function matchesRoom(pattern: string, path: string): boolean {
  return pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path
}
