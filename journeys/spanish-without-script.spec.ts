import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture } from './world.ts'

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld({ at: '2026-11-24T21:42:00.000Z' })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const phone = { width: 390, height: 844 }
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

it('in Spanish, on a phone without scripts: questions, result, cost, and a call is asked for', async () => {
  const { page, context, faults } = await world.page({ ...phone, scripts: false })
  await page.goto('/es/')
  await page.getByRole('link', { name: /^¿Es para mí/ }).click()

  // Nothing chosen is said in words; then all twelve, each by its first answer.
  await press(page, 'Siguiente pregunta')
  await page.getByText('Elija una, o “Prefiero no decirlo”.').waitFor()
  for (let at = 1; at <= 12; at++) {
    await page.getByText(`Pregunta ${at} de 12`, { exact: true }).waitFor()
    await page.getByRole('radio').first().check()
    await press(page, at === 12 ? 'Ver qué dicen mis respuestas' : 'Siguiente pregunta')
  }
  await page.getByRole('heading', { name: /de sus respuestas hablan a favor de un IOP/ }).waitFor()
  await page.getByRole('heading', { name: 'Lo que habla a favor de más apoyo' }).waitFor()
  await page.getByText('Esto es información, no una decisión.').waitFor()
  await picture(page, 'spanish-result', true)

  // An answer is changed, and the result is there again.
  await press(page, /^Cambiar su respuesta a: ¿Las personas con quienes vive/)
  await page.getByRole('radio').nth(1).check()
  await press(page, 'Ver qué dicen mis respuestas')
  await page.getByRole('heading', { name: /Conviene hablar antes de .*su hogar/ }).waitFor()

  // What it may cost.
  await page.getByText('Menú').click()
  await page.getByRole('navigation', { name: 'Menú' }).getByRole('link', { name: 'Costo' }).click()
  await page.getByLabel('Personas en su casa, con usted').fill('3')
  await page.getByLabel('Dinero que entra al año, antes de impuestos').fill('mucho')
  await press(page, 'Calcular')
  await page.getByText('Escriba una cantidad como $38,000, 38000 o 38k.').first().waitFor()
  await page.getByLabel('Dinero que entra al año, antes de impuestos').fill('38k')
  await press(page, 'Calcular otra vez')
  await page.getByText(/^De \$[\d,]+ a \$[\d,]+$/).waitFor()
  await page.getByText('139%').first().waitFor()
  await picture(page, 'spanish-cost', true)

  // And what a plan leaves, by its name.
  await page.getByLabel('Quién paga').selectOption({ label: 'Granite Mutual' })
  await press(page, 'Calcular otra vez')
  await page.getByText(/^Estamos en la red de Granite Mutual en .* y /).waitFor()
  await page.getByText('Su seguro, según nuestro contrato').waitFor()
  await picture(page, 'spanish-cost-payer', true)

  // And a call.
  await page.getByRole('link', { name: 'Hablarlo con nosotros' }).click()
  await page.getByRole('radio', { name: 'Para mí' }).check()
  await page.getByLabel(/^¿Cómo quiere que le llamemos/).fill('Inés')
  await page.getByLabel(/^Número de teléfono/).fill('(617) 555-017')
  await page.getByRole('radio', { name: 'Sin mensaje de voz. Envíen un texto.' }).check()
  await page.getByText(/“Le escribe \(nuestro nombre\); es para \(su nombre\)\./).waitFor()
  const times = page.getByRole('group', { name: '¿Le vendría bien una de estas horas?' })
  await times
    .getByRole('radio', { name: /en North Quay, o por video$/ })
    .first()
    .check()
  await page.getByLabel('¿A dónde le gustaría venir?').selectOption({ label: 'North Quay' })
  await page.getByLabel('Correo electrónico').fill('ines@casa.example')
  await page.getByRole('checkbox', { name: /^Pueden escribirme ahí/ }).check()
  await press(page, 'Enviar. Por favor, llámenme')
  await page.getByText('Este número tiene 9 cifras.').first().waitFor()
  await page.getByLabel(/^Número de teléfono/).fill('(617) 555-0176')
  expect(await times.getByRole('radio', { name: /North Quay/, checked: true }).count()).toBe(1)
  await picture(page, 'spanish-form', true)
  world.pass(1)
  await press(page, 'Enviar. Por favor, llámenme')
  await page.getByRole('heading', { name: /^Gracias, Inés\. Le llamaremos hoy, antes de las/ }).waitFor()
  await page.getByText(/^[A-Z]+ \d{3}$/).waitFor()
  await page.getByText('ines@casa.example, solo con palabras neutras').waitFor()
  await page.getByText(/en North Quay, o por video\. No está reservada/).waitFor()
  await picture(page, 'spanish-sent', true)

  expect(await context.cookies()).toEqual([])
  expect(faults).toEqual([])
})

it('and each of these pages is free of faults that a machine can find', async () => {
  const { page, faults } = await world.page(phone)
  const trouble: string[] = []
  const look = async (name: string) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    trouble.push(
      ...[...(await axeFaults(page)), ...(wide > 0 ? [`${wide} px too wide`] : [])].map(each => `${name}: ${each}`),
    )
  }
  for (const path of ['/es/', '/es/self-check', '/es/cost', '/es/inquiry', '/es/now']) {
    await page.goto(path)
    await look(path)
  }
  await page.goto('/es/self-check')
  await press(page, 'Siguiente pregunta')
  await look('a question again')
  await press(page, 'Parar aquí y ver lo que tengo hasta ahora')
  await look('a result of nothing')
  await page.goto('/es/cost')
  await press(page, 'Calcular')
  await look('the full price')
  expect(trouble).toEqual([])
  expect(faults).toEqual([])
})
