import { describe, expect, it } from 'vitest'
import { browserCandidates } from './candidates.ts'

describe('browserCandidates', () => {
  it('looks for Chromium before Chrome and Edge along the path on Linux', () => {
    const candidates = browserCandidates({
      platform: 'linux',
      env: { PATH: '/opt/ada/bin:/usr/bin' },
    })

    expect(candidates.slice(0, 4)).toEqual([
      '/opt/ada/bin/chromium',
      '/usr/bin/chromium',
      '/opt/google/chrome/chromium',
      '/opt/ada/bin/chromium-browser',
    ])
    expect(candidates).toContain('/usr/bin/microsoft-edge')
  })

  it('looks into both application folders on macOS', () => {
    const candidates = browserCandidates({ platform: 'darwin', env: { HOME: '/opt/ada' } })

    expect(candidates.slice(0, 2)).toEqual([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/opt/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ])
  })

  it('looks where programs are on Windows', () => {
    const env = {
      PROGRAMFILES: 'C:\\Program Files',
      LOCALAPPDATA: 'D:\\ada\\programs',
    }

    expect(browserCandidates({ platform: 'win32', env })).toEqual([
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'D:\\ada\\programs\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files\\Chromium\\Application\\chrome.exe',
      'D:\\ada\\programs\\Chromium\\Application\\chrome.exe',
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
      'D:\\ada\\programs\\Microsoft\\Edge\\Application\\msedge.exe',
    ])
  })

  it('invents nothing where the environment says nothing', () => {
    expect(browserCandidates({ platform: 'win32', env: {} })).toEqual([])
    expect(browserCandidates({ platform: 'linux', env: {} })[0]).toBe('/usr/bin/chromium')
  })
})
