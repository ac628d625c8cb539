// The step “Structure” of the checks: rooms, tidiness, and how large the files are.

import { codeSizesOf, layerFindingsOf, tidyFindingsOf } from './repository.ts'

const root = process.cwd()
const findings = [...layerFindingsOf(root), ...tidyFindingsOf(root)]
for (const finding of findings) console.error(finding)

const sizes = codeSizesOf(root)
const median = sizes[Math.floor(sizes.length / 2)] ?? 0
console.log(
  `${sizes.length} files of code without tests, median ${median} lines, largest ${sizes.at(-1) ?? 0}.`,
)
console.log(findings.length === 0 ? 'Every rule holds.' : `${findings.length} findings.`)
process.exitCode = findings.length === 0 ? 0 : 1
