import type { ReportKind } from './tally.ts'

export interface Step {
  readonly name: string
  readonly command: readonly string[]
  /** The kind of report by which its tests are counted. Without one the step counts as one. */
  readonly report?: ReportKind
  /** It needs no more than a part of the machine, and no other step: others like it may run beside it. */
  readonly isSmall?: true
  /** The step without whose success this one has nothing to check. */
  readonly needs?: string
}

/** Everything that is checked, cheapest first. The files are those that npm's own commands start. */
export function steps(reportFile: (kind: ReportKind) => string): readonly Step[] {
  return [
    {
      name: 'Format and lint',
      command: [tool('@biomejs/biome/bin/biome'), 'check', '.'],
      isSmall: true,
    },
    { name: 'Structure', command: ['--import', 'tsx', 'scripts/structure.ts'], isSmall: true },
    { name: 'Dead code', command: [tool('knip/bin/knip.js')], isSmall: true },
    { name: 'Types', command: [tool('typescript/lib/tsc.js'), '--noEmit'], isSmall: true },
    {
      name: 'Unit tests',
      command: [
        tool('vitest/vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile('vitest')}`,
      ],
      report: 'vitest',
    },
    { name: 'Build', command: ['bin/build.mjs'] },
    { name: 'Size of the page', command: ['--import', 'tsx', 'scripts/size.ts'], needs: 'Build' },
    {
      name: 'End to end',
      command: ['--import', 'tsx', 'e2e/main.ts'],
      report: 'playwright',
      needs: 'Build',
    },
  ]
}

function tool(path: string): string {
  return `node_modules/${path}`
}
