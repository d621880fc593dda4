"""Words of French addresses: one spelling for each, whoever writes it.

The register of addresses, a tax office and a person write the same street as « Avenue du Général Leclerc », « AV GAL
LECLERC » and « av. gen. leclerc ». Each word becomes its short form; words that link others go.
"""

# Short form of a kind of way, and how else it is written: by the tax office (its list of kinds of ways), by people.
WAYS: dict[str, tuple[str, ...]] = {
    "ALL": ("ALLEE", "ALLEES", "AL"),
    "ARC": ("ARCADE", "ARCADES"),
    "AUT": ("AUTOROUTE",),
    "AV": ("AVENUE", "AVE", "AVEN", "AVN", "AVENU", "AVENUES"),
    "BD": ("BOULEVARD", "BLD", "BVD", "BLVD", "BOUL", "BLV", "BOULV", "BOULEVARDS"),
    "CAR": ("CARREFOUR", "CARR", "CARF"),
    "CHE": ("CHEMIN", "CHEM", "CHEMINEMENT", "CHMIN", "CHEMINS", "CMIN"),
    "CHS": ("CHAUSSEE", "CHAUS", "CHAUSSE"),
    "CITE": ("CIT", "CTE", "CITES"),
    "CLOS": ("CLO",),
    "COR": ("CORNICHE",),
    "COTE": ("COTES", "COTEAU"),
    "COUR": ("CR", "COURS INTERIEURE", "COUR INTERIEURE"),
    "CRS": ("COURS",),
    "DOM": ("DOMAINE",),
    "DSC": ("DESCENTE",),
    "ECH": ("ECHANGEUR",),
    "ESC": ("ESCALIERS",),
    "ESP": ("ESPLANADE", "ESPL", "ESPA"),
    "GALERIE": ("GALERIES", "GALE", "GLE"),
    "GRILLE": (),
    "HAM": ("HAMEAU", "HAMEAUX"),
    "ILOT": (),
    "IMP": ("IMPASSE", "IMPAS", "IMPASSES"),
    "JARD": ("JARDIN", "JARDINS", "JDN"),
    "LD": ("LIEU DIT", "LIEUDIT"),
    "LOT": ("LOTISSEMENT", "LOTIS"),
    "MAIL": (),
    "MAR": ("MARCHE",),
    "MTE": ("MONTEE", "MONT"),
    "PARC": (),
    "PAS": ("PASSAGE", "PASS", "PSG", "PSGE", "PGE"),
    "PASSERELLE": ("PLLE",),
    "PERI": ("PERISTYLE",),
    "PL": ("PLACE", "PLC", "PLA", "PLAC", "PLACES"),
    "PLN": ("PLAINE",),
    "PLT": ("PLATEAU",),
    "PLACETTE": ("PTTE",),
    "PONT": (),
    "PORT": (),
    "PORTE": ("PTE",),
    "PRO": ("PROMENADE", "PROM"),
    "PRV": ("PARVIS",),
    "QRT": ("QUARTIER", "QUART", "QUA"),
    "QUAI": ("QU", "QAI", "Q"),
    "RES": ("RESIDENCE", "RESID", "RESIDENCES"),
    "RLE": ("RUELLE", "RUELLES"),
    "ROC": ("ROCADE",),
    "RPT": ("ROND POINT", "RD PT", "RDPT", "RD POINT", "RONDPOINT", "ROND PT"),
    "RTE": ("ROUTE", "RT"),
    "RUE": ("R", "RU", "RUES"),
    "SEN": ("SENTE", "SENTES"),
    "SENT": ("SENTIER", "SENTIERS"),
    "SOUTERRAIN": (),
    "SQ": ("SQUARE", "SQR", "SQU", "SQUAR"),
    "TERR": ("TERRASSE", "TSSE", "TERRASSES"),
    "TRA": ("TRAVERSE", "TRAV"),
    "VC": ("VOIE", "VOI", "VOIES"),
    "VEN": ("VENELLE",),
    "VGE": ("VILLAGE", "VLGE"),
    "VLA": ("VILLA", "VIL", "VILL", "VILLAS"),
    "VTE": ("VIEILLE ROUTE", "VIEUX CHEMIN"),
}

# Short form of a rank, of an office or of an honour in front of a name: it is often left out, so it never decides.
TITLES: dict[str, tuple[str, ...]] = {
    "ABBE": ("AB",),
    "ADJ": ("ADJUDANT",),
    "AML": ("AMIRAL", "AMI"),
    "BARON": ("BON",),
    "CAP": ("CAPITAINE", "CNE", "CAPIT", "CAPT"),
    "CARD": ("CARDINAL", "CAL"),
    "CDT": ("COMMANDANT", "CMDT", "CT", "CDANT", "COMMANDT", "COMDT"),
    "CHAN": ("CHANOINE",),
    "CHEV": ("CHEVALIER",),
    "COL": ("COLONEL",),
    "COMTE": ("CTE",),
    "DR": ("DOCTEUR", "DOC", "DOCT"),
    "DUC": (),
    "FRES": ("FRERES",),
    "GAL": ("GENERAL", "GEN", "GL", "GENE", "GENER"),
    "ING": ("INGENIEUR",),
    "INSP": ("INSPECTEUR",),
    "LT": ("LIEUTENANT", "LIEUT"),
    "MAL": ("MARECHAL", "MARE", "MARECH"),
    "MAITRE": ("ME",),
    "MARQ": ("MARQUIS",),
    "MGR": ("MONSEIGNEUR", "MONSEIG"),
    "MLLE": ("MADEMOISELLE",),
    "MME": ("MADAME",),
    "MR": ("MONSIEUR",),
    "PDT": ("PRESIDENT", "PRES", "PRDT"),
    "PERE": (),
    "PR": ("PROFESSEUR", "PROF"),
    "SGT": ("SERGENT",),
}

# Short form of a common word inside a name, and how else it is written. It tells streets apart.
WORDS: dict[str, tuple[str, ...]] = {
    "ALL": ("ALLEE", "ALLEES"),
    "AV": ("AVENUE", "AVE"),
    "BD": ("BOULEVARD", "BLD", "BVD"),
    "CHE": ("CHEMIN",),
    "IMP": ("IMPASSE",),
    "PAS": ("PASSAGE",),
    "PL": ("PLACE",),
    "RTE": ("ROUTE",),
    "SQ": ("SQUARE",),
    "ANC": ("ANCIEN", "ANCIENNE"),
    "COUR": ("CR",),
    "CROIX": ("CRX",),
    "DIV": ("DIVISION",),
    "FBG": ("FAUBOURG", "FG", "FAUB", "FBOURG", "FBRG"),
    "GD": ("GRAND", "GDE", "GRANDE"),
    "GDS": ("GRANDS", "GDES", "GRANDES"),
    "GRANDRUE": ("GRAND RUE", "GRANDE RUE", "GD RUE", "GDE RUE"),
    "HOP": ("HOPITAL",),
    "HOTEL": ("HTL",),
    "MONTAGNE": ("MONTGN", "MTGNE"),
    "ND": ("NOTRE DAME", "N DAME", "N D"),
    "PARC": ("PRC",),
    "PLAINE": (),
    "PORTE": ("PTE",),
    "PT": ("PETIT", "PETITE"),
    "PTS": ("PETITS", "PETITES", "PTES"),
    "ST": ("SAINT", "SNT"),
    "STE": ("SAINTE",),
    "STS": ("SAINTS", "STES", "SAINTES"),
    "VX": ("VIEUX", "VIEILLE", "VIEIL"),
}

# Numbers that names hold are written in letters or in figures: « 8 MAI », « HUIT MAI », « ALBERT 1ER », « HENRI 4 ».
FIGURES: dict[str, tuple[str, ...]] = {
    "1": ("1ER", "PREMIER", "PREMIERE", "1ERE", "IER"),
    "2": ("DEUX", "II", "2E", "2EME", "DEUXIEME"),
    "3": ("TROIS", "III"),
    "4": ("QUATRE", "IV"),
    "5": ("CINQ",),
    "6": ("SIX", "VI"),
    "7": ("SEPT", "VII"),
    "8": ("HUIT", "VIII"),
    "9": ("NEUF", "IX"),
    "10": ("DIX",),
    "11": ("ONZE", "XI"),
    "12": ("DOUZE", "XII"),
    "13": ("TREIZE", "XIII"),
    "14": ("QUATORZE", "XIV"),
    "15": ("QUINZE", "XV"),
    "16": ("SEIZE", "XVI"),
    "17": ("DIX SEPT",),
    "18": ("DIX HUIT", "XVIII"),
    "19": ("DIX NEUF",),
    "20": ("VINGT",),
    "22": ("VINGT DEUX",),
    "23": ("XXIII",),
    "25": ("VINGT CINQ",),
}

MONTHS = frozenset(
    "JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE".split()
)

# Given names that streets bear: written, shortened to an initial or left out in front of the name that tells.
GIVEN_NAMES = frozenset(
    (
        "ABEL ACHILLE ADOLPHE ADRIEN ALAIN ALBERT ALEXANDRE ALEXIS ALFRED ALICE ALPHONSE AMBROISE ANATOLE "
        "ANDRE ANNE ANTOINE ARISTIDE ARMAND ARTHUR AUGUSTE AUGUSTIN BENJAMIN BENOIT BERNARD BERTHE CAMILLE "
        "CESAR CHARLES CHRISTIAN CLAUDE CLAUDIUS CLEMENT CONSTANT CONSTANTIN DANIEL DANIELLE DAVID DENIS "
        "DENISE DESIRE DIDIER DOMINIQUE EDGAR EDGARD EDMOND EDOUARD ELIE ELISA EMILE EMMANUEL ERNEST "
        "ERNESTINE ETIENNE EUGENE EUGENIE EVARISTE FELIX FERDINAND FERNAND FRANCIS FRANCOIS FRANCOISE FRANZ "
        "FREDERIC GABRIEL GABRIELLE GASTON GEORGE GEORGES GERARD GERMAIN GILBERT GUILLAUME GUSTAVE GUY HECTOR "
        "HELENE HENRI HENRY HIPPOLYTE HONORE HUBERT ISAAC JACQUES JEAN JEANNE JEROME JOACHIM JOSEPH JULES "
        "JULIA JULIEN JULIETTE LAURENT LAZARE LEO LEON LEONARD LEONIE LEOPOLD LOUIS LOUISE LUCIE LUCIEN "
        "MADELEINE MARC MARCEL MARCELIN MARCELLIN MARGUERITE MARIA MARIE MARIUS MARTIN MARYSE MATHURIN "
        "MAURICE MAX MAXIME MICHEL NICOLAS OCTAVE OLYMPE OSCAR PABLO PASCAL PAUL PAULINE PHILIPPE PIERRE "
        "PROSPER RAOUL RAPHAEL RAYMOND REGINE REMY RENE RENEE RICHARD ROBERT ROGER ROLAND ROSA SIMON SIMONE "
        "SOPHIE STEPHANE SUZANNE THEODORE THEOPHILE THERESE THOMAS TRISTAN URBAIN VICTOR VINCENT WILLIAM "
        "XAVIER YVES YVONNE"
    ).split()
)

# They link others, and come and go: « rue de la Fontaine au Roi », « RUE FONTAINE ROI ».
LINKS = frozenset(["A", "AU", "AUX", "D", "DE", "DES", "DU", "EN", "ET", "L", "LA", "LE", "LES", "DITE", "DIT"])

# How a number is said again, and its letter. The register writes « b » here and « bis » there for one house.
REPEATED = {"BIS": "b", "TER": "t", "QUATER": "q", "QUA": "q", "QUAT": "q", "QUINQUIES": "c"}

# What has a name or a number of its own, and is no street.
BESIDE_THE_STREET = (
    "BATIMENT",
    "BATIMENTS",
    "BAT",
    "BATI",
    "BT",
    "ESCALIER",
    "ESCAL",
    "ESC",
    "APPARTEMENT",
    "APPART",
    "APPT",
    "APT",
    "APP",
    "ETAGE",
    "ETG",
    "ETA",
    "HALL",
    "LOGEMENT",
    "LOGT",
    "LOG",
    "CHAMBRE",
    "CHBRE",
    "CHB",
    "BOITE AUX LETTRES",
    "BOITE",
    "BAL",
    "DIGICODE",
    "CODE",
    "INTERPHONE",
    "INTERPH",
    "ENTREE",
    "ENT",
    "IMMEUBLE",
    "IMM",
    "BLOC",
    "PALIER",
    "NIVEAU",
    "LOT",
    "STUDIO",
)

# A place with a name: it stands before or after the street, and says where only when there is no street.
NAMED_PLACES = ("RESIDENCE", "RES", "RESID", "TOUR", "DOMAINE", "ENSEMBLE", "FOYER", "CENTRE", "CHEZ", "C O", "IMMEUBLE")

# Cities that the register cuts into districts, with the département that their postcodes begin with.
CITIES_OF_DISTRICTS = ("PARIS", "LYON", "MARSEILLE")
