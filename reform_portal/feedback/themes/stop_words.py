"""Words of Ukrainian and English that say nothing of the subject: they make no theme and no edge of a label. Pure data.

Lemmas as well as the forms that a lemmatiser may leave, also as the search folds them (ї as і).
"""

_UKRAINIAN = """
а або аби адже аж але б без би бо був буде будемо будете будуть бути була були було в вам вами вас ваш ваша ваше
ваші вже ви від він вони вона воно все всі всіх всього все-таки всю весь вся втім г д де для до дуже е є ж з за завжди
зі зо знов знову й його ій і із інший іншого інші кожен кожний коли котрий крім кілька
лиш лише ледве м мене мені ми мій мої моє моя мною на навіть над нам нами нас наче наш наша наше наші не нема немає
неначе нехай ним ними них ні ніби ніж ніхто нічого ніщо ній ну о об однак ось от отже перед перше під по поза
понад при про проте саме сам сама самі себе свій своя своє свої собі собою сюди та так таки такий така таке такі там
твій твоя те тебе теж ти тим ті твої тільки то тобі тобто тоді того той том тому тощо треба тут ту тую у увесь усе усі
усього усіх хай хоч хоча хто це цей ці цим цих цього цьому ця чи чий чим чого чому через ще що щоб щось як яка який
яке які якщо якби якийсь яко мати могти можна можливо має мають може можуть мусити слід також потім поки просто
дехто деякий декілька стосовно щодо згідно зокрема наприклад тепер зараз ото бодай хіба невже адже між серед
біля після протягом задля заради проти всупереч навколо навпаки взагалі цілком майже лишень аніж отак якось десь
"""
_ENGLISH = """
a about above after again against all almost also although always am among an and any anyone are aren't as at away be
because been before being below between both but by can can't cannot could couldn't did didn't do does doesn't doing
don't done down during each either else etc even ever every few for from further get had has hasn't have haven't
having he her here hers herself him himself his how however i i'm i've if in into is isn't it it's its itself just
let let's like lot made make many may maybe me might more most much must my myself neither no nor not of off often on
once one only onto or other others otherwise ought our ours ourselves out over own per perhaps quite rather really s
same shall she should shouldn't since so some someone something still such t than that that's the their theirs them
themselves then there there's therefore these they they're thing this those though through thus to too toward towards
under until up upon us very via was wasn't we we're were weren't what when where whether which while who whom whose
why will with within without won't would wouldn't yes yet you you're your yours yourself
"""

STOP_WORDS = frozenset(
    f"{_UKRAINIAN} {_UKRAINIAN.replace('ї', 'і')} {_ENGLISH} {_ENGLISH.replace(chr(39), '’')}".split()
)
