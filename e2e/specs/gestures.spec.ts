import { bound, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Point } from '../pages/canvas.ts'
import { expect, test } from '../stage/test.ts'

//   shop ──► stock (exchange) ──► email ──► notifier
//                    └──────────► sms ────► texter
const drawing = sketch({
  services: {
    shop: shop('stock'),
    notifier: worker(['notifier-email']),
    texter: { ...worker(['texter-sms']), replicas: 2 },
  },
  channels: {
    stock: { kind: 'rabbitExchange', type: 'topic' },
    email: { kind: 'rabbitQueue' },
    sms: { kind: 'rabbitQueue' },
  },
  bindings: { e: bound('stock', 'email', '#'), s: bound('stock', 'sms', '#') },
  subscriptions: {
    'notifier-email': rabbit('email', 'notifier'),
    'texter-sms': rabbit('sms', 'texter'),
  },
})
const nodes = {
  shop: { x: 0, y: 160 },
  stock: { x: 260, y: 160 },
  email: { x: 640, y: 40 },
  sms: { x: 653, y: 333 },
  notifier: { x: 900, y: 20 },
  texter: { x: 900, y: 313 },
}

test('lines up, copies, puts between, takes out and sets many at once', async ({
  designer,
  workspace,
}) => {
  const { canvas, inspector, page } = designer
  const layout = { ...drawing.layout, nodes }
  await designer.open(await workspace.add({ ...drawing, layout }))
  await page.getByRole('button', { name: 'Zoom is' }).click()
  await expect(page.getByRole('button', { name: 'Zoom is 100 %' })).toBeVisible()

  await test.step('a dragged node comes to lie in line, unless Alt is pressed on the way', async () => {
    const email = await canvas.placeOf('email')
    const before = await canvas.placeOf('sms')
    await canvas.hold('sms', { x: email.x - before.x + 4, y: 60 })
    await expect(canvas.guides).toBeAttached()
    await page.mouse.up()
    await expect(canvas.guides).not.toBeAttached()
    expect((await canvas.placeOf('sms')).x).toBe(email.x)

    // Half way between two lines of the grid.
    await canvas.dragAndPress('sms', { x: 35, y: 0 }, 'Alt')
    expect(Math.abs((await canvas.placeOf('sms')).x - email.x - 30)).toBeLessThan(7)
    await designer.undo()
    await designer.undo()
  })

  await test.step('it comes to lie as far from its neighbour as that from the next, and on the grid', async () => {
    const [shop, stock] = [await canvas.boxOf('shop'), await canvas.boxOf('stock')]
    const gap = stock.x - shop.x - shop.width
    const [email, end] = [await canvas.boxOf('email'), stock.x + stock.width]
    await canvas.hold('email', { x: end + gap + 4 - email.x, y: stock.y - email.y })
    await expect(canvas.equalGaps).toBeAttached()
    await page.mouse.up()
    await expect(canvas.equalGaps).not.toBeAttached()
    expect((await canvas.boxOf('email')).x - end).toBeCloseTo(gap, 0)
    await designer.undo()

    await canvas.drag('sms', { x: 0, y: 87 })
    const down = (await canvas.placeOf('sms')).y - Math.round(shop.y)
    expect([down % 20, down > 220]).toEqual([0, true])
    await designer.undo()
  })

  await test.step('Esc gives a drag up', async () => {
    const before = await canvas.placeOf('sms')
    await canvas.dragAndPress('sms', { x: 80, y: 80 }, 'Escape')
    expect(await canvas.placeOf('sms')).toEqual(before)
    await expect(canvas.tool('Undo')).toBeDisabled()
  })

  await test.step('with Alt from the start, the copy goes and the node stays', async () => {
    const before = await canvas.placeOf('notifier')
    await canvas.drag('notifier', { x: 0, y: 150 }, 'Alt')
    await expect(canvas.node('notifier 2')).toBeVisible()
    expect(await canvas.placeOf('notifier')).toEqual(before)
    await expect(canvas.edge('email is read by notifier')).toBeAttached()
    await designer.undo()
    await expect(canvas.node('notifier 2')).toHaveCount(0)
  })

  await test.step('dropped on an edge, a node stands between', async () => {
    await canvas.holdOverEdge('RabbitMQ exchange', 'stock passes on to email')
    await expect(designer.status('Put exchange between stock and email')).toBeVisible()
    await page.mouse.up()
    await expect(canvas.edge('stock passes on to exchange')).toBeAttached()
    await expect(canvas.edge('exchange passes on to email')).toBeAttached()
    await expect(canvas.edge('stock passes on to email')).toHaveCount(0)
    await designer.undo()
    await expect(canvas.edge('stock passes on to email')).toBeAttached()
    await expect(canvas.node('exchange')).toHaveCount(0)
  })

  await test.step('where something else must stand there too, it is offered', async () => {
    await canvas.holdOverEdge('Service', 'email is read by notifier')
    await expect(designer.status('Two services talk through a channel.')).toBeVisible()
    await page.mouse.up()
    await designer
      .dialog('Instead')
      .getByRole('button', { name: 'Add a RabbitMQ queue behind it' })
      .click()
    await expect(canvas.edge('email is read by Service')).toBeAttached()
    await expect(canvas.edge('service-notifier is read by notifier')).toBeAttached()
    // Placing and accepting are one step.
    await designer.undo()
    await expect(canvas.node('Service')).toHaveCount(0)
    await expect(canvas.edge('email is read by notifier')).toBeAttached()
  })

  await test.step('where it cannot stand, the reason is said', async () => {
    await canvas.holdOverEdge('SNS topic', 'email is read by notifier')
    await expect(
      designer.status('A queue stands between an SNS topic and a service.'),
    ).toBeVisible()
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await expect(canvas.node('topic')).toHaveCount(0)
  })

  await test.step('taken out of the middle, what is left is connected', async () => {
    await canvas.select('stock')
    await page.keyboard.press('ControlOrMeta+Backspace')
    await expect(canvas.node('stock')).toHaveCount(0)
    await expect(canvas.edge('shop publishes to email')).toBeAttached()
    await expect(canvas.edge('shop publishes to sms')).toBeAttached()
    await designer.undo()
    await canvas.select('email')
    await page.keyboard.press('ControlOrMeta+Backspace')
    const reason = 'A queue stands between a RabbitMQ exchange and a service.'
    await expect(designer.notice(reason)).toBeVisible()
    await designer.undo()
  })

  await test.step('what is selected is lined up and set at once', async () => {
    await canvas.select('email')
    await canvas.selectToo('sms')
    for (const key of ['d', 'w', 's', 'h', 'v']) {
      await page.keyboard.press(`Alt+${key}`)
      await expect(canvas.tool('Undo')).toHaveAttribute('title', 'Undo: Align 2 nodes')
      await page.keyboard.press('ControlOrMeta+z')
      await expect(canvas.tool('Undo')).not.toHaveAttribute('title', 'Undo: Align 2 nodes')
    }
    await page.keyboard.press('Alt+a')
    await expect
      .poll(async () => (await canvas.placeOf('sms')).x)
      .toBe((await canvas.placeOf('email')).x)

    await canvas.select('notifier')
    await canvas.selectToo('texter')
    await inspector.button('Align top edges').click()
    await expect
      .poll(async () => (await canvas.placeOf('texter')).y)
      .toBe((await canvas.placeOf('notifier')).y)
    await designer.undo()
    await expect(inspector.field('Replicas')).toHaveAttribute('placeholder', 'mixed')
    await inspector.set('Replicas', '3')
    await expect(inspector.field('Replicas')).toHaveValue('3')
    await expect(canvas.replicasOf('notifier', '3 of 3 replicas up')).toBeVisible()
    await expect(canvas.tool('Undo')).toHaveAttribute('title', 'Undo: Set replicas of 2 services')
    await designer.undo()
    await expect(canvas.replicasOf('texter', '2 of 2 replicas up')).toBeVisible()
  })

  await test.step('edges lead to what is selected', async () => {
    await canvas.select('email')
    await page.keyboard.press('Alt+Shift+ArrowLeft')
    await expect(inspector.panel).toContainText('3 selected')
  })

  await test.step('a frame on the ground selects what it touches; with Alt, what lies in it', async () => {
    const box = await canvas.boxOf('email')
    const from = { x: box.x - 20, y: box.y - 20 }
    const into = { x: box.x + 50, y: box.y + 40 }
    await canvas.frame(from, into)
    await expect(inspector.panel.getByRole('heading', { name: 'email' })).toBeVisible()
    await canvas.frame(from, into, 'Alt')
    await expect(inspector.panel).toContainText('Select something')
    await canvas.frame(from, { x: box.x + box.width + 20, y: box.y + box.height + 20 }, 'Alt')
    await expect(inspector.panel.getByRole('heading', { name: 'email' })).toBeVisible()
    const sms = await canvas.placeOf('sms')
    await canvas.frame({ x: sms.x - 20, y: sms.y - 20 }, { x: sms.x + 40, y: sms.y + 40 }, 'Shift')
    await expect(inspector.panel).toContainText('2 selected')
    await page.keyboard.press('ControlOrMeta+a')
    await expect(inspector.panel).toContainText('6 selected')
  })

  await test.step('wheel, middle button and Space move the view; Ctrl and the wheel zoom', async () => {
    const before = await canvas.boxOf('stock')
    const place = { x: Math.round(before.x), y: Math.round(before.y) }
    const ground = { x: before.x + 20, y: before.y + 200 }
    const stands = (at: Point) => expect.poll(() => canvas.placeOf('stock')).toEqual(at)
    await page.mouse.move(ground.x, ground.y)
    await page.mouse.wheel(0, 40)
    await expect.poll(async () => (await canvas.placeOf('stock')).y).toBeLessThan(place.y - 10)
    await page.mouse.wheel(0, -40)
    await stands(place)
    await page.mouse.down({ button: 'middle' })
    await page.mouse.move(ground.x + 50, ground.y + 30, { steps: 3 })
    await page.mouse.up({ button: 'middle' })
    await stands({ x: place.x + 50, y: place.y + 30 })
    await page.keyboard.down('Space')
    await page.mouse.down()
    await page.mouse.move(ground.x, ground.y, { steps: 3 })
    await page.mouse.up()
    await page.keyboard.up('Space')
    await expect.poll(async () => (await canvas.placeOf('stock')).x).toBeLessThan(place.x + 20)
    // Space has moved the view and nothing else.
    await expect(designer.playback.button('Run')).toBeVisible()
    const panned = await canvas.boxOf('stock')
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -100)
    await page.keyboard.up('Control')
    await expect.poll(() => canvas.zoomPercent()).toBeGreaterThan(110)
    const after = await canvas.boxOf('stock')
    // What is under the pointer stays there.
    const grown = after.width / panned.width
    expect(Math.abs(ground.x - after.x - grown * (ground.x - panned.x))).toBeLessThan(3)
    await page.keyboard.press('ControlOrMeta+0')
    await expect.poll(() => canvas.zoomPercent()).toBe(100)
  })

  await test.step('an edge dropped on nothing asks for what could stand there', async () => {
    await canvas.holdEdge('email', 'sms')
    await expect(canvas.dimmed('sms')).toBeVisible()
    await expect(canvas.dimmed('texter')).toHaveCount(0)
    const { x, y } = await canvas.placeOf('stock')
    await page.mouse.move(x + 20, y + 200)
    await page.mouse.up()
    const list = designer.dialog('Add a node')
    // The exchange would take its dead letters.
    const kinds = ['Service', 'External client', 'Projection', 'RabbitMQ exchange']
    await expect(list.getByRole('button')).toHaveText(kinds)
    await list.getByRole('button', { name: 'Service' }).click()
    await expect(canvas.edge('email is read by Service')).toBeAttached()
    await designer.undo()
    await expect(canvas.node('Service')).toHaveCount(0)
    await page.mouse.dblclick(x + 20, y + 200)
    await expect(list).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(list).toBeHidden()
  })

  await test.step('one goes to what is selected', async () => {
    await canvas.select('email')
    expect(await canvas.awayFromMiddle('email')).toBeGreaterThan(150)
    await page.keyboard.press('Shift+2')
    await expect.poll(() => canvas.zoomPercent()).toBe(110)
    await expect.poll(() => canvas.awayFromMiddle('email')).toBeLessThan(40)
  })

  await test.step('A adds at the pointer; Esc lets go of everything', async () => {
    await canvas.surface.hover({ position: { x: 400, y: 60 } })
    await page.keyboard.press('a')
    await designer.dialog('Add a node').getByRole('textbox').fill('kafka')
    await page.keyboard.press('Enter')
    await expect(canvas.node('topic')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(inspector.panel).toContainText('Select something')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('tab', { name: 'Events' })).toHaveAttribute(
      'aria-selected',
      'false',
    )
  })
})
