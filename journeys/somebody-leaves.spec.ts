import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { signIn } from './device.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

it('a counselor leaves: their sign-in is closed, and every device of theirs is out at once', async () => {
  onTestFailed(picturesOfAll)
  const theirs = await world.page()
  await signIn(world, theirs.page, 'priya.raman@cedarhouse.example')
  const { page, faults } = await world.page()
  await stepInAs(page, 'Dana Okafor')
  await page.goto('/staff/program')
  const row = page
    .getByRole('table', { name: 'Staff and licenses' })
    .getByRole('row')
    .filter({ hasText: 'Priya Raman' })
  await row.getByRole('button', { name: 'Close the sign-in of Priya Raman' }).click()
  const asked = page.getByRole('dialog', { name: 'Close the sign-in of Priya Raman?' })
  await asked.getByText('They are signed out on every device at once').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'leaves-asked')
  await asked.getByRole('button', { name: 'Close the sign-in' }).click()
  await row.getByText('Sign-in closed').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'leaves-closed', true)

  await theirs.page.reload()
  await theirs.page.getByRole('heading', { name: /Sign in/ }).waitFor()

  await row.getByRole('button', { name: 'Open the sign-in of Priya Raman again' }).click()
  await row.getByRole('button', { name: 'Close the sign-in of Priya Raman' }).waitFor()
  expect(faults).toEqual([])
})
