import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { Canvas } from './canvas.ts'
import { Contexts } from './contexts.ts'
import { Dock } from './dock.ts'
import { Documents } from './documents.ts'
import { Inspector } from './inspector.ts'
import { Playback } from './playback.ts'
import { Story } from './story.ts'
import { Versions } from './versions.ts'

/** In whole pixels of the window. */
export interface BoxInBar {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly right: number
  readonly bottom: number
}

/** The whole app in a page, in the words of who uses it. */
export class Designer {
  readonly page: Page
  readonly canvas: Canvas
  readonly contexts: Contexts
  readonly inspector: Inspector
  readonly playback: Playback
  readonly dock: Dock
  readonly documents: Documents
  readonly story: Story
  readonly versions: Versions

  constructor(page: Page) {
    this.page = page
    this.canvas = new Canvas(page)
    this.contexts = new Contexts(page)
    this.inspector = new Inspector(page)
    this.playback = new Playback(page)
    this.dock = new Dock(page)
    this.documents = new Documents(page)
    this.story = new Story(page)
    this.versions = new Versions(page)
  }

  /** Opens a topology by its id; without one, whatever the app chooses. */
  async open(topologyId?: string): Promise<void> {
    await this.page.goto(topologyId === undefined ? '/' : `/t/${topologyId}`)
    if (topologyId !== undefined) await expect(this.canvas.tool('Show everything')).toBeVisible()
  }

  /** Any sentence that the app says by itself. */
  status(text: string | RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: text })
  }

  /** A sentence that stays until it has been read. */
  notice(text: string | RegExp): Locator {
    const dismiss = this.page.getByRole('button', { name: 'Dismiss' })
    return this.status(text).filter({ has: dismiss })
  }

  /** What an empty workspace and a blank drawing offer. */
  get startCard(): Locator {
    return this.page.getByRole('region', { name: 'Begin a drawing' })
  }

  /** What can be pressed in the top bar, and the save state. */
  async boxesInBar(): Promise<readonly BoxInBar[]> {
    const shown = 'button, select, [aria-label="Save state"]'
    return this.page.getByRole('banner').evaluate(
      (bar, selector) =>
        [...bar.querySelectorAll(selector)].flatMap((element) => {
          const { x, y, right, bottom } = element.getBoundingClientRect()
          if (right === x) return []
          const name = element.getAttribute('aria-label') ?? element.textContent ?? ''
          const [left, top] = [Math.ceil(x), Math.ceil(y)]
          return { name, x: left, y: top, right: Math.floor(right), bottom: Math.floor(bottom) }
        }),
      shown,
    )
  }

  dialog(title: string): Locator {
    return this.page.getByRole('dialog', { name: title })
  }

  /** What Ctrl+K opens: the field, and what was found. */
  get actionSearch(): { readonly field: Locator; readonly found: Locator } {
    const dialog = this.dialog('Find an action')
    return { field: dialog.getByRole('combobox'), found: dialog.getByRole('option') }
  }

  async importFromStart(fileName: string, text: string): Promise<void> {
    await this.documents.giveFile(fileName, text, () =>
      this.startCard.getByRole('button', { name: 'Import…' }).click(),
    )
  }

  async undo(): Promise<void> {
    await this.canvas.tool('Undo').click()
  }

  async redo(): Promise<void> {
    await this.canvas.tool('Redo').click()
  }

  /** Opens the page again. Answers the themes in which it was on show from the first frame on. */
  async themesWhileLoading(): Promise<readonly string[]> {
    await this.page.addInitScript(() => {
      const seen = new Set<string>()
      const look = () => {
        if (document.body) seen.add(document.documentElement.dataset.theme ?? 'none')
        document.documentElement?.setAttribute('data-themes-seen', [...seen].join(' '))
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
    await this.page.reload()
    await expect(this.canvas.tool('Show everything')).toBeVisible()
    const html = this.page.locator('html')
    return ((await html.getAttribute('data-themes-seen')) ?? '').split(' ')
  }

  async setTheme(theme: 'Light' | 'Dark'): Promise<void> {
    await this.page.getByRole('button', { name: 'Theme' }).click()
    await this.page.getByRole('menuitemradio', { name: theme }).click()
  }
}
