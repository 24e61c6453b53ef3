___TERMS_OF_SERVICE___

By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.


___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Tidegate",
  "categories": [
    "ADVERTISING",
    "CONVERSIONS",
    "MARKETING"
  ],
  "brand": {
    "id": "brand_tidegate",
    "displayName": "Tidegate"
  },
  "description": "Loads the Tidegate tag from your own gateway, tells staging from production, and sends e-commerce events once the person has agreed.",
  "containerContexts": [
    "WEB"
  ]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "SELECT",
    "name": "action",
    "displayName": "What this tag does",
    "macrosInSelect": false,
    "selectItems": [
      {
        "value": "load",
        "displayValue": "Load Tidegate (once, on all pages)"
      },
      {
        "value": "event",
        "displayValue": "Send one event"
      }
    ],
    "simpleValueType": true,
    "defaultValue": "load",
    "alwaysInSummary": true
  },
  {
    "type": "TEXT",
    "name": "gateway",
    "displayName": "Gateway",
    "simpleValueType": true,
    "valueHint": "events.shop.example",
    "alwaysInSummary": true,
    "help": "The name of your gateway, without https://. It lies under the same domain as your shop.",
    "valueValidators": [
      {
        "type": "NON_EMPTY"
      },
      {
        "type": "REGEX",
        "args": [
          "^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$"
        ],
        "errorMessage": "A host name, like events.shop.example"
      }
    ],
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "key",
    "displayName": "Key of the source",
    "simpleValueType": true,
    "valueHint": "optional",
    "help": "Only where the policy names keys (write_keys). It is public.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "SELECT",
    "name": "environment",
    "displayName": "Environment",
    "macrosInSelect": false,
    "selectItems": [
      {
        "value": "automatic",
        "displayValue": "Automatic: preview and other environments of Tag Manager are staging"
      },
      {
        "value": "staging",
        "displayValue": "Staging: judged, never delivered"
      },
      {
        "value": "production",
        "displayValue": "Production"
      }
    ],
    "simpleValueType": true,
    "defaultValue": "automatic",
    "alwaysInSummary": true,
    "help": "Staging events are judged and answered, and never reach a platform.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "productionNames",
    "displayName": "Environments of Tag Manager that are production",
    "simpleValueType": true,
    "defaultValue": "Live",
    "help": "Names, separated by commas. The ordinary snippet, without an environment, is production.",
    "enablingConditions": [
      {
        "paramName": "environment",
        "paramValue": "automatic",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "CHECKBOX",
    "name": "readDataLayer",
    "checkboxText": "Send the e-commerce events of the dataLayer",
    "simpleValueType": true,
    "defaultValue": true,
    "help": "GA4 and Universal Analytics shapes. Then no tag is needed for each event.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "dataLayerName",
    "displayName": "Name of the dataLayer",
    "simpleValueType": true,
    "defaultValue": "dataLayer",
    "enablingConditions": [
      {
        "paramName": "readDataLayer",
        "paramValue": true,
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "CHECKBOX",
    "name": "readTtq",
    "checkboxText": "Send ttq calls (TikTok pixel) too",
    "simpleValueType": true,
    "defaultValue": false,
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "CHECKBOX",
    "name": "readFbq",
    "checkboxText": "Send fbq calls (Meta pixel) too",
    "simpleValueType": true,
    "defaultValue": false,
    "help": "Load the pixel before this tag, if it stays on the page.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "CHECKBOX",
    "name": "pageViews",
    "checkboxText": "Send page views",
    "simpleValueType": true,
    "defaultValue": true,
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "SELECT",
    "name": "consent",
    "displayName": "Where the person's answer is read",
    "macrosInSelect": false,
    "selectItems": [
      {
        "value": "page",
        "displayValue": "From the consent tool of the page"
      },
      {
        "value": "consent_mode",
        "displayValue": "Only from Google Consent Mode"
      }
    ],
    "simpleValueType": true,
    "defaultValue": "page",
    "help": "A default of Consent Mode is no answer. Only an update counts.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "eventName",
    "displayName": "Event",
    "simpleValueType": true,
    "valueHint": "empty: the event of the dataLayer",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "eventId",
    "displayName": "Event id",
    "simpleValueType": true,
    "valueHint": "empty: event_id of the dataLayer, else a new one",
    "help": "The same as the platform's own pixel sends, so that it counts once.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "CHECKBOX",
    "name": "fromDataLayer",
    "checkboxText": "Take the order from the dataLayer (GA4)",
    "simpleValueType": true,
    "defaultValue": true,
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "orderId",
    "displayName": "Order number",
    "simpleValueType": true,
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "value",
    "displayName": "Value",
    "simpleValueType": true,
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "currency",
    "displayName": "Currency",
    "simpleValueType": true,
    "valueHint": "EUR",
    "help": "Never assumed: a value without a currency is left out.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const addConsentListener = require('addConsentListener');
const callInWindow = require('callInWindow');
const copyFromDataLayer = require('copyFromDataLayer');
const copyFromWindow = require('copyFromWindow');
const createQueue = require('createQueue');
const getContainerVersion = require('getContainerVersion');
const getType = require('getType');
const injectScript = require('injectScript');
const makeNumber = require('makeNumber');
const makeString = require('makeString');
const setInWindow = require('setInWindow');

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'];

// Before the tag is there, its calls wait in a list; afterwards it takes them itself.
const call = (method, first, second, third) => {
  if (getType(copyFromWindow('tidegate.track')) === 'function') {
    callInWindow('tidegate.' + method, first, second, third);
  } else {
    createQueue('tidegate')([method, first, second, third]);
  }
};

// What cannot be told is staging: nothing of it reaches a platform.
const environment = () => {
  if (data.environment !== 'automatic') return data.environment === 'production' ? 'production' : 'staging';
  const container = getContainerVersion();
  if (getType(container) !== 'object' || container.previewMode !== false || container.debugMode !== false) {
    return 'staging';
  }
  if (container.environmentMode === false) return 'production';
  const names = makeString(data.productionNames || '').split(',').map((name) => name.trim());
  const name = makeString(container.environmentName || '').trim();
  return name !== '' && names.indexOf(name) >= 0 ? 'production' : 'staging';
};

// isConsentGranted() says "granted" of a type that nobody has set. So the state itself is read: true or false
// where it was set. Only an update is a person's answer; a denied default beside one stands.
const answer = () => {
  const entries = copyFromWindow('google_tag_data.ics.entries');
  if (getType(entries) !== 'object') return undefined;
  const state = {};
  let answered = false;
  PURPOSES.forEach((purpose) => {
    const entry = entries[purpose];
    if (getType(entry) !== 'object') return;
    if (entry.update === true || entry.update === false) {
      state[purpose] = entry.update ? 'granted' : 'denied';
      answered = true;
    } else if (entry['default'] === false || entry.initial === false) {
      state[purpose] = 'denied';
    }
  });
  return answered ? state : undefined;
};

const passConsentOn = () => {
  const state = answer();
  if (state) call('consent', {state: state, source: 'google:consent_mode'});
};

const modules = () => {
  const names = data.consent === 'consent_mode' ? ['clicks'] : ['consent', 'clicks'];
  if (data.readDataLayer) names.push('datalayer');
  if (data.readTtq) names.push('ttq');
  if (data.readFbq) names.push('fbq');
  return names.join(' ');
};

const load = () => {
  setInWindow('tidegateSettings', {
    key: makeString(data.key || ''),
    env: environment(),
    modules: modules(),
    pageViews: data.pageViews ? 'on' : 'off',
    datalayer: makeString(data.dataLayerName || 'dataLayer')
  }, true);
  if (data.consent === 'consent_mode') {
    passConsentOn();
    PURPOSES.forEach((purpose) => addConsentListener(purpose, passConsentOn));
  }
  injectScript('https://' + makeString(data.gateway).trim() + '/t.js', data.gtmOnSuccess, data.gtmOnFailure, 'tidegate');
};

const text = (value) => {
  const type = getType(value);
  return (type === 'string' && value.trim() !== '') || type === 'number' ? makeString(value) : undefined;
};

const number = (value) => {
  const result = text(value) === undefined ? undefined : makeNumber(value);
  // NaN is the one number that is not itself.
  return getType(result) === 'number' && result === result && result >= 0 ? result : undefined;
};

const put = (into, name, value) => {
  if (value !== undefined) into[name] = value;
};

const itemsOf = (list) => {
  if (getType(list) !== 'array') return undefined;
  const items = [];
  list.forEach((from) => {
    if (getType(from) !== 'object' || text(from.item_id) === undefined || items.length >= 200) return;
    const item = {id: text(from.item_id)};
    put(item, 'name', text(from.item_name));
    put(item, 'quantity', number(from.quantity));
    put(item, 'price', number(from.price));
    put(item, 'brand', text(from.item_brand));
    put(item, 'category', text(from.item_category));
    items.push(item);
  });
  return items.length > 0 ? items : undefined;
};

const pushed = () => {
  const own = data.fromDataLayer ? copyFromDataLayer('ecommerce', 1) || copyFromDataLayer('eventModel', 1) : undefined;
  return getType(own) === 'object' ? own : {};
};

// What the tag's own fields give comes before the dataLayer; a value without its currency says nothing.
const order = (from) => {
  const result = {};
  const value = number(data.value === undefined || data.value === '' ? from.value : data.value);
  const currency = text(data.currency) || text(from.currency);
  put(result, 'id', text(data.orderId) || text(from.transaction_id));
  if (currency !== undefined) put(result, 'value', value);
  put(result, 'currency', currency);
  put(result, 'tax', number(from.tax));
  put(result, 'shipping', number(from.shipping));
  put(result, 'coupon', text(from.coupon));
  put(result, 'items', itemsOf(from.items));
  return result;
};

const send = () => {
  const name = text(data.eventName) || text(copyFromDataLayer('event', 1));
  if (name === undefined || name.indexOf('gtm.') === 0) return data.gtmOnFailure();
  const options = {};
  put(options, 'event_id', text(data.eventId) || text(copyFromDataLayer('event_id', 1)));
  call('track', name, {order: order(pushed())}, options);
  data.gtmOnSuccess();
};

if (data.action === 'event') {
  send();
} else {
  load();
}


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": {
        "publicId": "access_globals",
        "versionId": "1"
      },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "tidegate"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "tidegate.track"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "tidegate.consent"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "tidegateSettings"
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "google_tag_data.ics.entries"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "access_consent",
        "versionId": "1"
      },
      "param": [
        {
          "key": "consentTypes",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "ad_storage"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "ad_user_data"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "ad_personalization"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "analytics_storage"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "inject_script",
        "versionId": "1"
      },
      "param": [
        {
          "key": "urls",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 1,
                "string": "https://*/t.js"
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "read_data_layer",
        "versionId": "1"
      },
      "param": [
        {
          "key": "allowedKeys",
          "value": {
            "type": 1,
            "string": "specific"
          }
        },
        {
          "key": "keyPatterns",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 1,
                "string": "event"
              },
              {
                "type": 1,
                "string": "event_id"
              },
              {
                "type": 1,
                "string": "ecommerce"
              },
              {
                "type": 1,
                "string": "eventModel"
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "read_container_data",
        "versionId": "1"
      },
      "param": []
    },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: Loads the tag from the gateway and tells it that the published container is production
  code: |-
    container.environmentMode = false;
    runCode(settings);

    assertThat(injected).isEqualTo('https://events.shop.example/t.js');
    assertThat(written.tidegateSettings.env).isEqualTo('production');
    assertThat(written.tidegateSettings.modules).isEqualTo('consent clicks datalayer');
    assertApi('gtmOnSuccess').wasCalled();
- name: Preview is staging
  code: |-
    container.previewMode = true;
    runCode(settings);

    assertThat(written.tidegateSettings.env).isEqualTo('staging');
- name: The environment of Tag Manager that is named as production is production
  code: |-
    container.environmentMode = true;
    container.environmentName = 'Live';
    runCode(settings);

    assertThat(written.tidegateSettings.env).isEqualTo('production');
- name: Another environment of Tag Manager is staging
  code: |-
    container.environmentMode = true;
    container.environmentName = 'Preproduction';
    runCode(settings);

    assertThat(written.tidegateSettings.env).isEqualTo('staging');
- name: What cannot be told is staging
  code: |-
    mock('getContainerVersion', {});
    runCode(settings);

    assertThat(written.tidegateSettings.env).isEqualTo('staging');
- name: A default of Consent Mode is no answer
  code: |-
    settings.consent = 'consent_mode';
    entries = {ad_storage: {'default': true}, ad_user_data: {'default': false}};
    runCode(settings);

    assertThat(pushed.length).isEqualTo(0);
- name: A purpose that nobody has set is not granted
  code: |-
    settings.consent = 'consent_mode';
    entries = {analytics_storage: {'default': false, update: true}};
    runCode(settings);

    assertThat(pushed[0][1].state).isEqualTo({analytics_storage: 'granted'});
- name: An update of Consent Mode is passed on, with what was denied by default
  code: |-
    settings.consent = 'consent_mode';
    entries = {
      ad_storage: {'default': false, update: true},
      ad_user_data: {'default': false, update: true},
      ad_personalization: {'default': false}
    };
    runCode(settings);

    assertThat(pushed[0][0]).isEqualTo('consent');
    assertThat(pushed[0][1]).isEqualTo({
      state: {ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'denied'},
      source: 'google:consent_mode'
    });
- name: A later update reaches the tag that is there
  code: |-
    settings.consent = 'consent_mode';
    loaded = true;
    runCode(settings);
    entries = {ad_storage: {update: false}};
    listeners[0]('ad_storage', false);

    assertThat(called[0]).isEqualTo('tidegate.consent');
    assertThat(called[1].state).isEqualTo({ad_storage: 'denied'});
- name: Sends the sale of the dataLayer, numbers written as text included
  code: |-
    layer = {
      event: 'purchase',
      event_id: 'o-1001',
      ecommerce: {
        transaction_id: 1001, value: '47.40', currency: 'EUR', tax: 7.9, shipping: '', coupon: 'BIENVENUE10',
        items: [{item_id: 'AR-SAVON-01', item_name: 'Savon', price: '8.5', quantity: 2}, {item_name: 'no id'}]
      }
    };
    runCode({action: 'event', fromDataLayer: true});

    assertThat(pushed[0]).isEqualTo(['track', 'purchase', {order: {
      id: '1001', value: 47.4, currency: 'EUR', tax: 7.9, coupon: 'BIENVENUE10',
      items: [{id: 'AR-SAVON-01', name: 'Savon', quantity: 2, price: 8.5}]
    }}, {event_id: 'o-1001'}]);
    assertApi('gtmOnSuccess').wasCalled();
- name: What the tag is given comes before the dataLayer
  code: |-
    layer = {event: 'purchase', ecommerce: {value: 1, currency: 'USD'}};
    runCode({action: 'event', eventName: 'generate_lead', fromDataLayer: true, value: '30', currency: 'EUR'});

    assertThat(pushed[0][1]).isEqualTo('generate_lead');
    assertThat(pushed[0][2]).isEqualTo({order: {value: 30, currency: 'EUR'}});
- name: Leaves out a value without a currency, and what is no number
  code: |-
    layer = {event: 'purchase', ecommerce: {value: 12, tax: '1,5', transaction_id: 'A-1'}};
    runCode({action: 'event', fromDataLayer: true});

    assertThat(pushed[0][2]).isEqualTo({order: {id: 'A-1'}});
- name: Tag Manager's own events are none of a shop
  code: |-
    layer = {event: 'gtm.dom'};
    runCode({action: 'event', fromDataLayer: true});

    assertThat(pushed.length).isEqualTo(0);
    assertApi('gtmOnFailure').wasCalled();
- name: Says that it failed when the gateway is not there
  code: |-
    reachable = false;
    runCode(settings);

    assertApi('gtmOnFailure').wasCalled();
    assertApi('gtmOnSuccess').wasNotCalled();
setup: |-
  let loaded = false;
  let reachable = true;
  let entries;
  let layer = {};
  let injected;
  const pushed = [];
  const listeners = [];
  const written = {};
  let called = [];
  const container = {containerId: 'GTM-TEST', previewMode: false, debugMode: false, environmentMode: false, environmentName: '', version: '7'};
  const settings = {
    action: 'load', gateway: 'events.shop.example', key: '', environment: 'automatic', productionNames: 'Live',
    readDataLayer: true, dataLayerName: 'dataLayer', readTtq: false, readFbq: false, pageViews: true, consent: 'page'
  };

  mock('getContainerVersion', container);
  mock('copyFromWindow', (key) => {
    if (key === 'google_tag_data.ics.entries') return entries;
    if (key === 'tidegate.track') return loaded ? () => {} : undefined;
  });
  mock('copyFromDataLayer', (key) => layer[key]);
  mock('createQueue', () => (value) => { pushed.push(value); });
  mock('callInWindow', (path, first, second, third) => { called = [path, first, second, third]; });
  mock('setInWindow', (key, value) => { written[key] = value; return true; });
  mock('addConsentListener', (purpose, listener) => { listeners.push(listener); });
  mock('injectScript', (url, onSuccess, onFailure) => {
    injected = url;
    if (reachable) onSuccess();
    else onFailure();
  });


___NOTES___

Tidegate: https://events.<your shop>/t.js is loaded from your own gateway, so the permission to inject scripts names any
host, and no path but /t.js. Narrow it to your gateway after the import: Templates > Tidegate > Permissions.

google_tag_data.ics.entries is where Google's tags keep the state of Consent Mode: {default, update}, each true, false or
absent. It is not documented. Where it is not there, nothing is said of consent and nothing leaves.
