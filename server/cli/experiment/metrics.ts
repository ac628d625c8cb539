import { METRICS_OF, SECTIONS } from '../../experiment/metrics.ts'
import { readDocument } from '../documentFile.ts'
import { parseCommand } from '../options.ts'
import { EXIT, type Terminal } from '../terminal.ts'

/** Lists what can be measured in a drawing, under the paths that `--metric` and `--find` take. */
export async function metrics(args: readonly string[], terminal: Terminal): Promise<number> {
  const { file } = parseCommand('metrics', args, {})
  const document = await readDocument(file)
  const topology = document.kind === 'topology' ? document.topology : document.recipe.topology
  const lines = SECTIONS.flatMap((section) =>
    Object.keys(topology[section])
      .sort()
      .flatMap((id) =>
        METRICS_OF[section].map(({ name, meaning }) => ({
          path: `${section}.${id}.${name}`,
          meaning,
        })),
      ),
  )
  const width = Math.max(0, ...lines.map(({ path }) => path.length))
  for (const { path, meaning } of lines) terminal.out(`${path.padEnd(width)}  ${meaning}\n`)
  return EXIT.ok
}
