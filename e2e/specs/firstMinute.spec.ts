import { Designer } from '../pages/designer.ts'
import { expect, test } from '../stage/test.ts'

test('shows what it is about in a minute, and goes into a link', async ({
  openDesigner,
  ownServer,
}) => {
  const designer = await openDesigner(ownServer.url)
  const { canvas, documents, story, playback } = designer
  await designer.open()
  await documents.choose('Delete…')
  await designer
    .dialog('Delete Order to cash?')
    .getByRole('button', { name: 'Delete', exact: true })
    .click()

  await test.step('an example is chosen by what it is about, and tells its story', async () => {
    await designer.startCard.getByRole('button', { name: 'Examples and stories…' }).click()
    await expect(story.gallery.getByRole('heading', { level: 3 })).toHaveText([
      'Basics',
      'IoT',
      'E-commerce',
      'Finance',
    ])
    await story.begin('Hello queue')
    await expect(story.title('Half busy')).toBeVisible()
    await expect(playback.button('Pause')).toBeVisible()
    await story.button('Next').click()
    await story.button('19 a second, at 10x').click()
    await expect(story.button('19 a second, at 10x')).toBeDisabled()
    await designer.page.reload()
    await expect(story.title('Almost full')).toBeVisible()
    await story.button('Next').press('Enter')
    await story.button('Run two receivers').press('Enter')
    await expect(canvas.replicasOf('Receiver', '2 of 2 replicas up')).toBeVisible()
    await expect(story.fulfilled('The queue is empty again')).toBeVisible()
    await story.button('Done').press('Enter')
    await expect(story.panel).toBeHidden()
    await playback.pause()
  })

  await test.step('a link holds all of it, and asks before it opens anything', async () => {
    const link = await documents.copy('link')
    const topology = await documents.copy('topology')
    const other = await openDesigner(ownServer.url)
    await other.page.goto(link)
    const asks = other.dialog('Open what somebody shared?')
    await expect(asks.getByText('2 services, 1 channel')).toBeVisible()
    expect(await idsOn(ownServer.url)).toEqual(['hello-queue'])
    await asks.getByRole('button', { name: 'Open a copy' }).click()
    await expect(other.page).toHaveURL(/\/t\/hello-queue-2$/)
    expect(JSON.parse(await other.documents.copy('topology'))).toEqual(JSON.parse(topology))
    await other.playback.comesTo(await playback.time())
    await other.page.goto('/#share=AQAAAA')
    await expect(other.notice('This link is damaged')).toBeVisible()
  })

  await test.step('examples and stories have addresses of their own', async () => {
    await designer.page.goto('/examples/card-fraud/story')
    await expect(documents.name).toHaveText('Card payments and fraud')
    await expect(story.title('In order, card by card')).toBeVisible()
    await designer.page.goto('/t/No%20such%20place')
    await expect(designer.notice('There is nothing at /t/No%20such%20place.')).toBeVisible()
  })
})

test('brings back what was there, and keeps what somebody deletes', async ({
  openDesigner,
  ownServer,
}) => {
  const designer = await openDesigner(ownServer.url)
  const { canvas, documents, versions } = designer
  await designer.page.goto('/examples/hello-queue')
  await expect(canvas.node('Receiver')).toBeVisible()
  const other = await openDesigner(ownServer.url)
  await other.open('hello-queue')

  await test.step('a version is named, brought back for all, and taken back by undo', async () => {
    await versions.open()
    await versions.keep('Before the split')
    await expect(versions.titles).toContainText(['Before the split'])
    await versions.close()
    await canvas.rename('Receiver', 'Consumer')
    await versions.open()
    await versions.choose('Before the split')
    await expect(versions.dialog.getByText('Changed: Consumer.')).toBeVisible()
    await versions.button('Restore').click()
    await expect(versions.dialog).toBeHidden()
    await expect(canvas.node('Receiver')).toBeVisible()
    await expect(other.canvas.node('Receiver')).toBeVisible()
    await designer.undo()
    await expect(canvas.node('Consumer')).toBeVisible()
    await expect(other.canvas.node('Consumer')).toBeVisible()
    await expect(documents.saveState).toHaveText('Saved')
  })

  await test.step('somebody deletes what one has open, and nothing is lost', async () => {
    await documents.choose('Delete…')
    await designer
      .dialog('Delete Hello queue?')
      .getByRole('button', { name: 'Delete', exact: true })
      .click()
    const gone = other.dialog('Hello queue was deleted')
    await expect(gone).toBeVisible()
    await other.page.keyboard.press('Escape')
    await expect(other.documents.saveState).toHaveText('Deleted elsewhere…')
    await other.canvas.rename('Consumer', 'Survivor')
    await other.documents.saveState.getByRole('button').click()
    await gone.getByRole('button', { name: 'Keep it as a new topology' }).click()
    await expect(other.documents.saveState).toHaveText('Saved')
    await expect(other.canvas.node('Survivor')).toBeVisible()
  })
})

test.describe('while the server is gone', () => {
  test.use({ losesServer: true })

  test('edits outlive the tab, also those of a topology that one has left', async ({
    openDesigner,
    ownServer,
  }) => {
    const designer = await openDesigner(ownServer.url)
    await designer.open()
    await designer.canvas.rename('Ledger', 'General ledger')
    await expect(designer.documents.saveState).toHaveText('Saved')
    await ownServer.kill()
    await expect(designer.documents.saveState).toHaveText('Offline, kept locally')
    await designer.canvas.rename('Fulfilment', 'Shipping')
    const context = designer.page.context()
    await designer.page.close()

    await ownServer.start()
    const elsewhere = new Designer(await context.newPage())
    await elsewhere.page.goto('/examples/hello-queue')
    await expect(elsewhere.canvas.node('Receiver')).toBeVisible()

    const another = await openDesigner(ownServer.url)
    await another.open('order-to-cash')
    await expect(another.canvas.node('Shipping')).toBeVisible()
    await expect(another.canvas.node('General ledger')).toBeVisible()
    await expect(another.documents.saveState).toHaveText('Saved')
  })
})

async function idsOn(url: string): Promise<readonly string[]> {
  const topologies: unknown = await (await fetch(`${url}/api/topologies`)).json()
  return (topologies as readonly { readonly id: string }[]).map(({ id }) => id)
}
