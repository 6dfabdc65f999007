import { m } from '$/paraglide/messages';

const NAMES: Readonly<Record<string, () => string>> = {
  'contact.name': m.variable_contact_name,
  'contact.first_name': m.variable_contact_first_name,
  'contact.phone': m.variable_contact_phone,
  'contact.email': m.variable_contact_email,
  agent: m.variable_agent,
  'agent.name': m.variable_agent,
  company: m.variable_company,
  'company.name': m.variable_company,
  'deal.title': m.variable_deal_title,
  'deal.value': m.variable_deal_value,
  'deal.stage': m.variable_deal_stage,
  date: m.variable_date,
};

/** What a variable of a template stands for: a field by its name, a question as it was put. One of a newer core is shown as it is. */
export function variableName(variable: string): string {
  return NAMES[variable]?.() ?? variable.replace(/^(field|ask)\./, '');
}
