import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** Topologies and recipes: what there is, and how they come in and go out. */
export class Documents {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** The name of what is open. */
  get name(): Locator {
    return this.#page.getByTitle('Topologies')
  }

  get saveState(): Locator {
    return this.#page.getByRole('status', { name: 'Save state' })
  }

  /** From the menu under the name: an action, a topology, an example. */
  async choose(item: string): Promise<void> {
    await this.name.click()
    await itemOf(this.#page.getByRole('menu', { name: 'Topologies' }), item).click()
  }

  async startBlank(): Promise<void> {
    await this.choose('New topology')
    await this.#page.getByRole('button', { name: 'Start blank' }).click()
  }

  async importFile(name: string, text: string): Promise<void> {
    await this.giveFile(name, text, () => this.choose('Import a file'))
  }

  /** Chooses the file when the app asks for one. */
  async giveFile(name: string, text: string, ask: () => Promise<void>): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser')
    await ask()
    const buffer = Buffer.from(text)
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer })
  }

  /** Pastes with the keyboard, as from another program. */
  async paste(text: string): Promise<void> {
    await this.#page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
    await this.#page.keyboard.press('ControlOrMeta+v')
  }

  /** Lets go of a file over the page. */
  async drop(name: string, text: string): Promise<void> {
    const transfer = await this.#page.evaluateHandle(
      ([fileName = '', content = '']) => {
        const data = new DataTransfer()
        data.items.add(new File([content], fileName, { type: 'application/json' }))
        return data
      },
      [name, text],
    )
    const page = this.#page.getByRole('banner')
    await page.dispatchEvent('dragover', { dataTransfer: transfer })
    await page.dispatchEvent('drop', { dataTransfer: transfer })
  }

  async download(what: 'topology' | 'run recipe'): Promise<DownloadedFile> {
    const download = this.#page.waitForEvent('download')
    await this.#export(`Download ${what}`)
    const file = await download
    const path = await file.path()
    return { name: file.suggestedFilename(), path, text: await readFile(path, 'utf8') }
  }

  /** What the clipboard holds then. */
  async copy(what: 'topology' | 'run recipe' | 'history hash' | 'link'): Promise<string> {
    await this.#page.evaluate(() => navigator.clipboard.writeText(''))
    await this.#export(`Copy ${what}`)
    let copied = ''
    await expect(async () => {
      copied = await this.#page.evaluate(() => navigator.clipboard.readText())
      expect(copied).not.toBe('')
    }).toPass({ intervals: [20, 50, 100], timeout: 10_000 })
    return copied
  }

  async #export(item: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Export', exact: true }).click()
    await itemOf(this.#page.getByRole('menu', { name: 'Export' }), item).click()
  }
}

interface DownloadedFile {
  readonly name: string
  readonly path: string
  readonly text: string
}

/** An item may go on with a hint. */
function itemOf(menu: Locator, label: string): Locator {
  const name = new RegExp(`^${label}`)
  return menu.getByRole('menuitem', { name }).or(menu.getByRole('menuitemradio', { name })).first()
}
