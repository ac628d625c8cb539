// Where Millrace itself is installed: its examples and its built client lie there.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The same from the sources and from the build, which lies some folders deeper. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('Millrace is not installed completely: no package.json.')
    folder = parent
  }
  return folder
}
