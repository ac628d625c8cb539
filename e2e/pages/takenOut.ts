import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'

/** What leaves the page other than as a document: pictures and films of the drawing. */
export class TakenOut {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async picture(kind: 'SVG' | 'PNG'): Promise<Buffer> {
    const download = this.#page.waitForEvent('download')
    await this.#export(`Download ${kind}`)
    return readFile(await (await download).path())
  }

  /** Of one second. */
  async film(): Promise<Buffer> {
    await this.#export('Record GIF')
    const dialog = this.#page.getByRole('dialog', { name: 'Record a GIF' })
    await dialog.getByLabel('Length').selectOption('1 second')
    const download = this.#page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Record', exact: true }).click()
    return readFile(await (await download).path())
  }

  async #export(item: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Export', exact: true }).click()
    const menu = this.#page.getByRole('menu', { name: 'Export' })
    await menu.getByRole('menuitem', { name: new RegExp(`^${item}`) }).click()
  }
}

/** How many pictures a GIF holds: each begins with a block of its own after the ones before. */
export function framesOf(gif: Buffer): number {
  let frames = 0
  let at = 13 + 3 * 2 ** ((gif.readUInt8(10) & 7) + 1)
  for (let kind = gif.readUInt8(at); kind !== 0x3b; kind = gif.readUInt8(at)) {
    if (kind === 0x2c) frames += 1
    at += kind === 0x2c ? 11 : 2
    while (gif.readUInt8(at) !== 0) at += gif.readUInt8(at) + 1
    at += 1
  }
  return frames
}
