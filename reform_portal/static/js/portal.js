// What scripts make better; every page works without them. One behaviour, one file.
import { wordsOfClauses } from "./words.js";
import { talkBesideClause } from "./talk.js";
import { countCharacters } from "./count.js";
import { focusErrors } from "./errors.js";

wordsOfClauses();
talkBesideClause();
countCharacters();
focusErrors();
