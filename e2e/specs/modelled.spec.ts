import { expect, test } from '../stage/test.ts'

test('says what is modelled, and shows it', async ({ designer, workspace }) => {
  await designer.open(await workspace.addExample('hello-queue'))

  await designer.page.getByRole('button', { name: 'What is modelled' }).click()
  const dialog = designer.dialog('What is modelled, what is simplified, what is not')
  await dialog.getByLabel('Find a rule').fill('prefetch unlimited')
  const rule = dialog.getByRole('listitem').filter({ hasText: 'prefetch' }).first()
  await expect(rule).toContainText('Modelled')
  await rule.getByText(/^Proved by/).click()
  await expect(rule.getByRole('listitem').first()).toContainText('server/broker/')

  await rule.getByRole('button', { name: 'Show it' }).click()

  await expect(dialog).toBeHidden()
  await expect(designer.playback.button('Pause')).toBeVisible()
})
