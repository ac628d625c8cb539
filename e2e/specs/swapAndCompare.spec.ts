import { expect, test } from '../stage/test.ts'

test('asks what another broker would change, and takes it', async ({ designer, workspace }) => {
  await designer.open(await workspace.addExample('order-to-cash'))

  await test.step('compares the topic with a standard queue', async () => {
    await designer.canvas.select('orders')
    await designer.inspector.show('Configure')
    await designer.inspector.button('Swap and compare …').click()
    const dialog = designer.dialog('Swap orders and compare')
    await dialog.getByLabel('Amazon SNS/SQS, standard').check()
    await expect(dialog.getByLabel('What is different by design')).toContainText(
      'keeps events of a key in order',
    )
    await dialog.getByRole('button', { name: 'Run both and compare' }).click()
    const lost = dialog.getByRole('row', { name: /^Lost/ })
    await expect(lost.getByRole('cell')).toHaveText([/^\d/, /^\d/])
    await expect(dialog.getByRole('row', { name: /^Handled \d/ })).toBeVisible()
    await expect(dialog.getByRole('columnheader')).toHaveText([
      /events published/,
      'Apache Kafka',
      'Amazon SNS/SQS, standard',
    ])
  })

  await test.step('swaps it in the drawing, and takes that back', async () => {
    const dialog = designer.dialog('Swap orders and compare')
    await dialog.getByRole('button', { name: 'Swap in the drawing' }).click()
    await expect(dialog).toBeHidden()
    await expect(designer.canvas.node('orders')).toContainText('SNS')
    await designer.undo()
    await expect(designer.canvas.node('orders')).toContainText('Kafka')
  })
})
