import { lint } from '#shared/topology/lint.ts'
import { readDocument } from './documentFile.ts'
import { parseCommand } from './options.ts'
import { EXIT, type Terminal } from './terminal.ts'

export async function check(args: readonly string[], terminal: Terminal): Promise<number> {
  const { file } = parseCommand('check', args, {})
  const document = await readDocument(file)
  const problems = lint(document.kind === 'topology' ? document.topology : document.recipe.topology)
  for (const { severity, message } of problems) terminal.out(`${severity}: ${message}\n`)
  const errorCount = problems.filter(({ severity }) => severity === 'error').length
  const warningCount = problems.length - errorCount
  terminal.out(`${file}: ${counted(errorCount, 'error')}, ${counted(warningCount, 'warning')}\n`)
  return errorCount === 0 ? EXIT.ok : EXIT.bad
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
