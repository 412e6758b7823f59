// Static, external and users selects.

import { control } from "../api.js";
import { combobox, filtered } from "../combobox.js";
import { flush } from "../drafts.js";
import { known } from "../store.js";
import { choose } from "./choosing.js";
import { controlAttributes, fieldOf, heldBy } from "./field.js";

const DEFAULT_MIN_QUERY = 3; // Slack's, where the app says nothing

export function staticSelect(place, block, element, named) {
  const groups = groupsOf(element);
  return select({ place, block, element, named, load: (query) => filtered(groups, query) });
}

export function usersSelect(place, block, element, named) {
  const people = known.world.workspace.people.filter((person) => !person.is_bot);
  const groups = [{ options: people.map((person) => ({ value: person.id, text: person.name })) }];
  const selected = groups[0].options.find((each) => each.value === heldBy(place, block, element).selected_user);
  return select({ place, block, element, named, selected, load: (query) => filtered(groups, query) });
}

export function externalSelect(place, block, element, named) {
  const least = element.min_query_length ?? DEFAULT_MIN_QUERY;
  const field = fieldOf(place, block, element);
  const load = (query) => (query.trim().length < least ? `Type at least ${characters(least)}` : suggestions(field, query.trim()));
  return select({ place, block, element, named, load });
}

const characters = (count) => (count === 1 ? "1 character" : `${count} characters`);

/** Ask the app; what it offers, or in words why nothing can be offered. */
async function suggestions(field, query) {
  await flush(field.where);
  const wanted = { name: field.actionId, block_id: field.blockId, where: field.where, query };
  const answer = await control(`people/${known.personId}/suggestions`, wanted);
  return answer.error ?? groupsOf(answer);
}

function select({ place, block, element, named, load, selected = optionOf(heldBy(place, block, element).selected_option) }) {
  const field = fieldOf(place, block, element);
  return combobox({
    attributes: controlAttributes(field, element, named),
    placeholder: element.placeholder?.text ?? "Choose an option",
    selected,
    canBeEmpty: block.type === "input" && block.optional,
    load,
    pick: (option) => choose(field, option?.value ?? ""),
  });
}

const groupsOf = ({ options, option_groups: groups }) =>
  groups ? groups.map((group) => ({ label: group.label.text, options: group.options.map(optionOf) })) : [{ options: options.map(optionOf) }];

const optionOf = (option) => option && { value: option.value, text: option.text.text, description: option.description?.text };
