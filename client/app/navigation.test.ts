import { describe, expect, it } from 'vitest'
import { addressIn } from './navigation.ts'

describe('an address', () => {
  it.each([
    ['/', { kind: 'start' }],
    ['/t/order-to-cash', { kind: 'topology', id: 'order-to-cash' }],
    ['/examples/hello-queue', { kind: 'example', id: 'hello-queue', withStory: false }],
    ['/examples/hello-queue/', { kind: 'example', id: 'hello-queue', withStory: false }],
    ['/examples/hello-queue/story', { kind: 'example', id: 'hello-queue', withStory: true }],
    ['/t/order-to-cash/story', { kind: 'unknown' }],
    ['/t/Order', { kind: 'unknown' }],
    ['/examples/../etc', { kind: 'unknown' }],
    ['/elsewhere', { kind: 'unknown' }],
  ])('%s', (pathname, address) => {
    expect(addressIn(pathname)).toEqual(address)
  })
})
