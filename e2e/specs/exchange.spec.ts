import { expect, test } from '../stage/test.ts'

test('takes a topology out and finds it equal in an empty workspace', async ({
  designer,
  openDesigner,
  workspace,
  ownServer,
  request,
}) => {
  const { canvas, documents } = designer
  await designer.open(await workspace.addExample('order-to-cash'))
  await canvas.rename('Ledger', 'General ledger')
  await expect(documents.saveState).toHaveText('Saved')

  const { name, text } = await documents.download('topology')
  expect(name).toBe('order-to-cash.json')
  expect(await documents.copy('topology')).toBe(text)

  // A server begins with an example; this one is to have nothing.
  await request.delete(`${ownServer.url}/api/topologies/order-to-cash`)
  const other = await openDesigner(ownServer.url)
  await other.open()

  await test.step('import a file', async () => {
    await other.importFromStart(name, text)
    await expect(other.canvas.node('General ledger')).toBeVisible()
    expect((await other.documents.download('topology')).text).toBe(text)
  })

  await test.step('paste, and drop onto the page', async () => {
    for (const [way, id] of [
      ['paste', 'pasted'],
      ['drop', 'dropped'],
    ] as const) {
      const document = text.replace('"name": "Order to cash"', `"name": "${id}"`)
      if (way === 'paste') await other.documents.paste(document)
      else await other.documents.drop('dropped.json', document)
      await expect(other.page).toHaveURL(`${ownServer.url}/t/${id}`)
      expect(await other.documents.copy('topology')).toBe(document)
    }
  })

  await test.step('what cannot be read is refused with the place and the reason', async () => {
    const half = text.slice(0, text.length / 2)
    const lines = half.split('\n')
    const end = `Line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
    await other.documents.importFile('half.json', half)
    await expect(
      other.notice(`This cannot be opened. ${end}: The text ends too early.`),
    ).toBeVisible()
    await other.documents.paste(text.replace('"replicas": 4', '"replicas": -4'))
    await expect(
      other.notice(
        'services.payments.replicas: must be a whole number from 0 to 1,000, but is -4.',
      ),
    ).toBeVisible()
    await other.documents.drop('list.json', '[1, 2, 3]')
    await expect(
      other.notice(
        'This is no document of Millrace: its "format" must be "millrace/1" (a topology) or "millrace-recipe/1" (a run).',
      ),
    ).toBeVisible()
    // Nothing is lost: the same drawing is open, and it is the same.
    await expect(other.page).toHaveURL(`${ownServer.url}/t/dropped`)
    expect(await other.documents.copy('topology')).toBe(
      text.replace('"name": "Order to cash"', '"name": "dropped"'),
    )
  })
})
