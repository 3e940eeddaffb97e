/** Shapes of the screens. No code. */
/** @import {Phone, PhoneStatus, Settings, UnsentRow, VisitRow, VisitView, Operative, RecordInput} from '../types.js' */
/** @import {Form} from './fill/form.js' */

/** @typedef {import('../../static/vendor/lit-html.js').TemplateResult} TemplateResult */

/**
 * One thing to press at the bottom: a link, or an act. The first on a page is its primary button.
 * @typedef {{label: string, href?: string, run?: () => unknown, danger?: boolean}} Action
 */

/**
 * What a screen shows. `list` fills an empty element of the body, named by its id, with rows that may be many.
 * `enter` runs once after the first drawing and returns what undoes it.
 * @typedef {{title: string, body: any, back?: string|null, corner?: any, action?: Action|null, second?: Action|null,
 *   places?: string|null, list?: LongList, enter?: () => (() => void)}} Page
 * @typedef {{id: string, items: any[], row: (item: any) => TemplateResult}} LongList
 */

/**
 * What a screen is given. Data is read at the top of a screen, before any value of the form: a form read before a
 * wait would be drawn over a newer letter.
 * @typedef {{
 *   phone: Phone, params: Record<string, string>, path: string, form: Form, status: PhoneStatus, rows: UnsentRow[],
 *   settings: Settings|null, operative: Operative|null, visits: VisitRow[], app: AppCare,
 *   asked: {visit_id: string, place: string, key: string}|null,
 *   now(): number, visit(): Promise<Known>, changed(): void, go(path: string, said?: string): void, say(text: string): void,
 *   check(rules: [boolean, string, string][]): boolean,
 *   record(facts: RecordInput[], then: string, said?: string): Promise<boolean>}} Desk
 */

/** A visit whose assignment is on the phone. @typedef {VisitView & {assignment: import('../types.js').Assignment}} Known */

/** @typedef {{keep(): Promise<void>, installable(): boolean, install(): Promise<void>, waiting(): boolean, update(): void,
 *   version(): Promise<string|null>}} AppCare */

/** @typedef {(desk: Desk) => Promise<Page>|Page} Screen */

export {};
