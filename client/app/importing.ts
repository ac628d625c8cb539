// Documents come in as text: from a file, from the clipboard, dropped onto the page.

import { BODY_BYTES_MAX } from '#shared/protocol/http.ts'
import { isExcerptText } from '#shared/topology/excerpt.ts'
import { describeProblems, parseDocumentText } from '#shared/topology/parse.ts'
import { pasteExcerptText } from './clipboard/clipboard.ts'
import { createAndOpen, refuse } from './opening.ts'

/** Opens the text of a topology or a recipe as a topology of its own; part of a drawing is pasted. */
export async function importText(text: string): Promise<void> {
  if (isExcerptText(text)) return pasteExcerptText(text, { keepsConnections: false })
  const document = parseDocumentText(text)
  if (document.kind === 'refused')
    return refuse(`This cannot be opened. ${describeProblems(document.problems)}`)
  await createAndOpen(
    document.kind === 'topology'
      ? { kind: 'topology', topology: document.topology }
      : { kind: 'recipe', recipe: document.recipe },
  )
}

export async function importFile(file: File): Promise<void> {
  if (file.size > BODY_BYTES_MAX) {
    const limit = BODY_BYTES_MAX / 1024 / 1024
    return refuse(`${file.name} is too large: a topology or recipe has at most ${limit} MB.`)
  }
  await importText(await file.text())
}

/** Lets the person choose a file. */
export function chooseFile(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) void importFile(file)
  })
  input.click()
}
