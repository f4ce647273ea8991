import type { BrowserContext, Page } from 'playwright-core'
import { demoPassword } from '#sign-in/commands.ts'
import type { JourneyWorld } from './world.ts'

// What journeys without a network share: signing in, going off, and what lies on a device.

/** What a console says of a network that is away. */
export const noNetwork = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/

/** Waits until what was written lies on the device, and nowhere else. */
export const onlyThis = (page: Page) => page.getByText('On this device', { exact: true }).waitFor()

/** Comes in by mail and password. */
export async function signIn(world: JourneyWorld, page: Page, email: string): Promise<void> {
  await page.goto(`${world.address}/staff`)
  await enter(page, email)
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
}

/** Fills in the sign-in that is on the page. */
export async function enter(page: Page, email: string): Promise<void> {
  await page.getByLabel('Work email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Waits until the pages lie on this device, and these come from there. */
export async function pagesKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
}

/** What lies on this device, as anybody finds it who opens its disk. */
export const onDisk = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('footbridge-staff')
    await new Promise(done => {
      opening.onsuccess = done
    })
    const all = opening.result.transaction('outbox').objectStore('outbox').getAll()
    await new Promise(done => {
      all.onsuccess = done
    })
    opening.result.close()
    return all.result.map(row => ({ ...row, sealed: new TextDecoder('latin1').decode(row.sealed.text) }))
  })

/** Cuts the network, and waits until the page says so. */
export async function goOffline(context: BrowserContext, page: Page): Promise<void> {
  await context.setOffline(true)
  await page.getByText(/^Offline since/).waitFor()
}
