// Holds every file of the repository against the rules of the house.

import { determinismFindings } from './determinism.ts'
import { documentFindings } from './documents.ts'
import { importsOf } from './imports.ts'
import { layerFindings } from './layers.ts'
import { filesOf, isCode, textOf } from './sourceTree.ts'
import { codeFindings, codeLinesOf, isTest, registryFindings, textFindings } from './tidy.ts'

export function layerFindingsOf(root: string): string[] {
  const code = filesOf(root).filter(isCode)
  return layerFindings(new Map(code.map((path) => [path, importsOf(path, textOf(root, path))])))
}

export function tidyFindingsOf(root: string): string[] {
  const files = filesOf(root)
  const findings = files.filter(isText).flatMap((path) => {
    const text = textOf(root, path)
    return [
      ...textFindings(path, text),
      ...(isCode(path) ? [...codeFindings(path, text), ...determinismFindings(path, text)] : []),
      ...(isDocument(path) ? documentFindings(path, text, files) : []),
    ]
  })
  return [...findings, ...registryFindings('package-lock.json', textOf(root, 'package-lock.json'))]
}

/** Lines of code of every file that is not a test, ascending. */
export function codeSizesOf(root: string): number[] {
  return filesOf(root)
    .filter((path) => isCode(path) && !isTest(path))
    .map((path) => codeLinesOf(path, textOf(root, path)))
    .sort((a, b) => a - b)
}

function isText(path: string): boolean {
  return isCode(path) || /(\.(md|css|html|json|ya?ml|svg)|^LICENSE|^\.[\w/]+)$/.test(path)
}

function isDocument(path: string): boolean {
  return /^(docs\/.*|[^/]*)\.md$/.test(path)
}
