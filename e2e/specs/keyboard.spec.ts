import { emptyTopology } from '#shared/topology/topology.ts'
import { expect, test } from '../stage/test.ts'

test('draws, runs and mends a flow without a mouse', async ({ designer, workspace }) => {
  const { canvas, playback, documents, page } = designer
  const { keyboard } = page
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await keyboard.press(key)
  }
  await designer.open(await workspace.add(emptyTopology('By keyboard')))

  await test.step('choose and place', async () => {
    await press('s', 'Enter')
    await expect(canvas.node('Service')).toBeFocused()
    await press('k', 'Enter')
    await expect(canvas.node('topic')).toBeFocused()
    await press('s', 'Enter')
    await expect(canvas.node('Service 2')).toBeFocused()
  })

  await test.step('rename', async () => {
    await press('F2')
    await canvas.nameField('Service 2').fill('Billing')
    await press('Enter')
    await expect(canvas.node('Billing')).toBeFocused()
  })

  await test.step('connect with C, arrows and Enter', async () => {
    await canvas.node('Service').focus()
    await press('c', 'ArrowRight')
    await expect(designer.status(/Service.*topic/)).toBeVisible()
    await press('Enter')
    await expect(canvas.edge('Service publishes to topic')).toBeAttached()
    await expect(canvas.node('topic')).toBeFocused()
    await press('c', 'ArrowRight', 'Enter')
    await expect(canvas.edge('topic is read by Billing')).toBeAttached()
  })

  await test.step('arrows follow the edges', async () => {
    await press('ArrowLeft', 'ArrowLeft')
    await expect(canvas.node('Service')).toBeFocused()
    await press('ArrowRight', 'ArrowRight')
    await expect(canvas.node('Billing')).toBeFocused()
  })

  await test.step('run, pause and step', async () => {
    await press('ControlOrMeta+Enter')
    await expect(playback.button('Pause')).toBeVisible()
    await expect(canvas.handledBy('Billing')).not.toHaveText(/^(0|–)?$/)
    await press('Space')
    await expect(playback.button('Run')).toBeVisible()
    const time = await playback.seconds()
    await press('.')
    await expect.poll(() => playback.seconds()).toBeGreaterThan(time)
  })

  await test.step('find what can be done, and do it', async () => {
    await press('ControlOrMeta+k')
    const { field: search, found } = designer.actionSearch
    await expect(search).toBeFocused()
    await search.fill('bill')
    await expect(found.first()).toHaveAccessibleName('Billing Service')
    await press('Enter')
    await expect(search).toBeHidden()
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Billing')

    await press('ControlOrMeta+k')
    await search.fill('crash bill')
    await press('Enter')
    await press('ControlOrMeta+k')
    await search.fill('bill fault')
    await expect(found).toHaveText([/^Recover Billing/])
    await press('Enter')
    await press('ControlOrMeta+k')
    await search.fill('no such thing')
    await expect(designer.status('Nothing here is called “no such thing”.')).toBeVisible()
    await press('Escape')
    await expect(search).toBeHidden()
  })

  await test.step('delete and undo', async () => {
    const drawn = await documents.copy('topology')
    await canvas.node('Billing').focus()
    await press('Delete')
    await expect(canvas.node('Billing')).toHaveCount(0)
    await press('ControlOrMeta+z')
    await expect(canvas.edge('topic is read by Billing')).toBeAttached()
    expect(await documents.copy('topology')).toBe(drawn)
    await press('ControlOrMeta+y')
    await expect(canvas.node('Billing')).toHaveCount(0)
  })
})
