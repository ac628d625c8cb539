// Writes the page "What is modelled" and the list of proofs that the app shows beside it.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PAGE, PROOFS, pageOf, proofsIn, proofsText } from './modelled.ts'

const root = process.cwd()
const proofs = proofsIn(root)
writeFileSync(join(root, PAGE), pageOf(proofs))
writeFileSync(join(root, PROOFS), proofsText(proofs))
