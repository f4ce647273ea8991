import { levels } from '../levels.ts'
import { homePage } from './home.ts'
import { levelsPage } from './levels.ts'
import { privacyPage } from './privacy.ts'
import { sitesPage } from './sites.ts'
import type { FrontRoute } from './visit.ts'

/** The pages that say something and ask nothing. */
export const ownRoutes: readonly FrontRoute[] = [
  { path: '/', listed: true, get: homePage },
  { path: '/levels', listed: true, get: visit => levelsPage(visit, levels) },
  { path: '/sites', listed: true, get: sitesPage },
  { path: '/privacy', listed: false, get: privacyPage },
]
