import { AxeBuilder } from '@axe-core/playwright'
import type { Designer } from '../pages/designer.ts'
import { expect, test } from '../stage/test.ts'

test('leaves nobody out', async ({ designer, workspace }) => {
  await workspace.clear()
  await designer.open()
  await expect(designer.startCard).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await designer.page.emulateMedia({ colorScheme })
    await expect(designer.page.locator('html')).toHaveAttribute('data-theme', colorScheme)
  }
  await expectAccessible(designer, 'the empty workspace')

  await designer.open(await workspace.addExample('order-to-cash'))
  await designer.playback.run()
  await expect(designer.canvas.handledBy('Payments')).not.toHaveText(/^(0|–)?$/)
  await designer.canvas.select('Payments')
  // What the browser does not need for the run is there for the examination.
  await designer.playback.setSpeed('0.05x')
  await expectAccessible(designer, 'the running example')

  await designer.playback.pause()
  await designer.page.keyboard.press('ControlOrMeta+k')
  await expect(designer.actionSearch.found.first()).toBeVisible()
  await expectNothingSerious(designer)

  await designer.page.keyboard.press('Escape')
  await designer.setTheme('Light')
  expect(await designer.themesWhileLoading()).toEqual(['light'])
})

async function expectAccessible(designer: Designer, state: string): Promise<void> {
  for (const theme of ['Light', 'Dark'] as const)
    await test.step(`${state}, ${theme.toLowerCase()}`, async () => {
      await designer.setTheme(theme)
      await expectNothingSerious(designer)
    })
}

async function expectNothingSerious({ page }: Designer): Promise<void> {
  // Half-way from one theme to the other a button has the colours of neither.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
  )
  // There are no frames to examine in a page of their own, and what is as it should be need not be told.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])).toEqual(
    [],
  )
}
